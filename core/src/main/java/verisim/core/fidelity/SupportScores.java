package verisim.core.fidelity;

import java.lang.ref.WeakReference;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.Dataset;
import verisim.core.math.Distances;

/**
 * Precision, recall, density and coverage of one pair of sets. All four come from the same distances, so the last result is kept
 * for the next of the four metrics to ask.
 *
 * @see <a href="https://arxiv.org/abs/1904.06991">Kynk&auml;&auml;nniemi et al. (2019), Improved precision and recall metric</a>
 * @see <a href="https://arxiv.org/abs/2002.09797">Naeem et al. (2020), Reliable fidelity and diversity metrics</a>
 */
record SupportScores(Balls.Score precision, Balls.Score recall, Balls.Score density, Balls.Score coverage) {
    private static Cached last;

    /** What the kept result belongs to: these very arrays, compared in this way. */
    private record Cached(
            WeakReference<INDArray> samples, WeakReference<Dataset> test, String settings, SupportScores scores) {}

    /**
     * Computes all four.
     *
     * @param samples [n, d]
     * @param reference [m, d]
     * @param k which neighbour gives the radius, below n and m
     */
    static SupportScores of(float[] samples, int n, float[] reference, int m, int d, int k) {
        Balls.Halves halfSamples = Balls.Halves.of(n, "samples");
        Balls.Halves halfReference = Balls.Halves.of(m, "reference");
        Ties ties = Ties.of(samples, n, reference, m, d);
        Balls ofReference = new Balls(reference, m, d, k, ties, halfReference, halfSamples);
        Balls ofSamples = new Balls(samples, n, d, k, ties, halfSamples, halfReference);
        Distances.squared(reference, m, samples, n, d, (i0, rows, j0, columns, v) -> {
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    float square = v[i * columns + j];
                    ofReference.visit(i0 + i, j0 + j, square);
                    ofSamples.visit(j0 + j, i0 + i, square);
                }
            }
        });
        return new SupportScores(ofReference.share(), ofSamples.share(), ofReference.density(), ofReference.coverage());
    }

    /** Returns the four of these sets; computed once where the same samples and test rows are asked about again in a row. */
    static synchronized SupportScores of(INDArray samples, Dataset test, FeatureSets sets, int k) {
        String settings = k + " " + sets.protocol();
        if (last != null
                && last.samples().get() == samples
                && last.test().get() == test
                && last.settings().equals(settings)) {
            return last.scores();
        }
        SupportScores scores = of(sets.samples(), sets.n(), sets.reference(), sets.m(), sets.columns(), k);
        last = new Cached(new WeakReference<>(samples), new WeakReference<>(test), settings, scores);
        return scores;
    }
}
