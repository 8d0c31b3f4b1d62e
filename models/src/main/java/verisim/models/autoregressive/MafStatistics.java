package verisim.models.autoregressive;

/**
 * Means and variances of the layers' outputs that batch normalisation uses at evaluation, [L][D]:
 *
 * <pre>{@code y_d = (u_d - mean_d) exp(gamma_d) / sqrt(variance_d + 1e-5) + beta_d}</pre>
 *
 * <p>an affine map with {@code log det = sum_d gamma_d - log(variance_d + 1e-5) / 2}. The constant keeps a feature that does not
 * vary from being divided by 0; it is part of the map, so the density stays exact.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record MafStatistics(double[][] mean, double[][] variance) {
    static final double FLOOR = 1e-5;

    /** Normalises the outputs of layer {@code l} in place and returns log det, the same for every row. */
    double normalize(int l, float[] parameters, int gains, int shifts, float[] rows, int count) {
        int d = mean[l].length;
        double logDet = 0;
        for (int j = 0; j < d; j++) {
            double scale = scale(l, j, parameters[gains + j]);
            logDet += Math.log(scale);
            for (int r = 0; r < count; r++) {
                int i = r * d + j;
                rows[i] = (float) ((rows[i] - mean[l][j]) * scale + parameters[shifts + j]);
            }
        }
        return logDet;
    }

    /** Undoes {@link #normalize} for all rows. */
    void restore(int l, float[] parameters, int gains, int shifts, float[] rows) {
        int d = mean[l].length;
        for (int j = 0; j < d; j++) {
            double scale = scale(l, j, parameters[gains + j]);
            for (int i = j; i < rows.length; i += d) {
                rows[i] = (float) ((rows[i] - parameters[shifts + j]) / scale + mean[l][j]);
            }
        }
    }

    private double scale(int l, int feature, double gain) {
        return Math.exp(gain) / Math.sqrt(variance[l][feature] + FLOOR);
    }
}
