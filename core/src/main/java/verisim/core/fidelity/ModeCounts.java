package verisim.core.fidelity;

/**
 * How samples fall on the modes of a known mixture. A sample is of high quality if it lies within {@code radius} standard
 * deviations of its nearest mode; a mode is captured if at least one high-quality sample is nearest to it.
 *
 * @param captured number of modes captured
 * @param highQuality number of high-quality samples
 * @see <a href="https://arxiv.org/abs/1705.07761">Srivastava et al. (2017), VEEGAN</a>
 * @see <a href="https://arxiv.org/abs/1712.04086">Lin et al. (2018), PacGAN</a>
 */
record ModeCounts(int captured, int highQuality) {
    /**
     * Counts.
     *
     * @param samples [n, d]
     * @param modes [k, d]
     * @param radius in standard deviations; its edge counts as inside
     */
    static ModeCounts of(float[] samples, int n, float[] modes, int k, int d, double standardDeviation, double radius) {
        double limit = radius * standardDeviation * radius * standardDeviation;
        boolean[] hit = new boolean[k];
        int good = 0;
        for (int i = 0; i < n; i++) {
            int nearest = 0;
            double best = Double.POSITIVE_INFINITY;
            for (int j = 0; j < k; j++) {
                double sum = 0;
                for (int l = 0; l < d && sum < best; l++) {
                    double c = (double) samples[i * d + l] - modes[j * d + l];
                    sum += c * c;
                }
                if (sum < best) {
                    best = sum;
                    nearest = j;
                }
            }
            if (best <= limit) {
                good++;
                hit[nearest] = true;
            }
        }
        int captured = 0;
        for (boolean h : hit) {
            captured += h ? 1 : 0;
        }
        return new ModeCounts(captured, good);
    }
}
