package verisim.models.autoregressive;

import java.util.Map;
import verisim.core.math.Parallel;
import verisim.core.random.RandomStream;
import verisim.models.nn.Objective;

/**
 * The negative mean log-likelihood of a batch under a NADE. A batch is always cut into {@value #CHUNKS} chunks, whose gradients are
 * added in order, so that the numbers are the same on any number of threads.
 */
final class NadeObjective implements Objective {
    static final int CHUNKS = 2;

    private static final int SCORE_BLOCK = 50;

    private final NadeLayout layout;
    private final Conditionals conditionals;
    private final float[] validationRows;
    private final double logVolume;
    private final float[] decayed;
    private final NadePass[] passes = new NadePass[CHUNKS];
    private final float[][] gradients = new float[CHUNKS][];
    private final double[] sums = new double[CHUNKS];
    private final NadeWeights weights;

    /**
     * @param maxRows the largest batch
     * @param validationRows as the network takes them, [n, D]
     * @param logVolume taken off every log-likelihood, the scaling's log-determinant
     */
    NadeObjective(NadeLayout layout, Conditionals conditionals, int maxRows, float[] validationRows, double logVolume) {
        this.layout = layout;
        this.conditionals = conditionals;
        this.validationRows = validationRows;
        this.logVolume = logVolume;
        this.weights = new NadeWeights(layout);
        this.decayed = layout.weightMask();
        for (int c = 0; c < CHUNKS; c++) {
            passes[c] = new NadePass(layout, conditionals, (maxRows + CHUNKS - 1) / CHUNKS);
            gradients[c] = c == 0 ? null : new float[layout.parameterCount()];
        }
    }

    @Override
    public double gradient(float[] parameters, float[] rows, int count, float[] gradient, RandomStream random) {
        weights.load(parameters);
        Parallel.run(CHUNKS, c -> {
            int from = start(c, count);
            float[] target = c == 0 ? gradient : gradients[c];
            sums[c] = passes[c].gradient(weights, rows, from, start(c + 1, count) - from, count, target);
        });
        double sum = sums[0];
        for (int c = 1; c < CHUNKS; c++) {
            NadeWeights.addScaled(gradient, 1f, gradients[c]);
            sum += sums[c];
        }
        return sum - count * logVolume;
    }

    private static int start(int chunk, int count) {
        return (int) ((long) chunk * count / CHUNKS);
    }

    @Override
    public Map<String, Double> validate(float[] parameters) {
        double[] logP = score(layout, conditionals, parameters, validationRows);
        double sum = 0;
        for (double v : logP) {
            sum += v;
        }
        return Map.of("validation-log-likelihood", sum / logP.length - logVolume);
    }

    @Override
    public float[] decayed() {
        return decayed;
    }

    /** Returns the exact log-likelihood of each of the network's input rows, nats. */
    static double[] score(NadeLayout layout, Conditionals conditionals, float[] parameters, float[] rows) {
        int n = rows.length / layout.features();
        int blockRows = Math.min(n, SCORE_BLOCK);
        NadeWeights weights = NadeWeights.of(layout, parameters);
        double[] out = new double[n];
        int blocks = (n + SCORE_BLOCK - 1) / SCORE_BLOCK;
        ThreadLocal<NadePass> pass = ThreadLocal.withInitial(() -> new NadePass(layout, conditionals, blockRows));
        Parallel.run(blocks, b -> {
            int from = b * SCORE_BLOCK;
            pass.get().score(weights, rows, from, Math.min(SCORE_BLOCK, n - from), out, from);
        });
        return out;
    }
}
