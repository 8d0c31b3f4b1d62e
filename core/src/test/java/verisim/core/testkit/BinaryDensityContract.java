package verisim.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static verisim.core.Checks.require;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.model.TractableDensity;

/**
 * What a model of few binary features must do, checked by listing all {@code 2^D} states. For a model that is no {@link
 * TractableDensity}, such as an RBM with enumerated Z, override {@link #exactLogProbabilities}.
 *
 * <p>100,000 samples are held against the probabilities three ways: all states by chi-square, every feature's mean, every
 * pair's product. The means find a bias of a single feature that 2^D cells would drown: a probability of 0.51 in place of 0.5
 * lies 6.3 standard errors off.
 */
public abstract class BinaryDensityContract extends GenerativeModelContract {
    private static final int MAX_FEATURES = 10;
    private static final int SAMPLES = 100_000;
    private static final int BLOCK = 10_000;
    private static final double SUM_TOLERANCE = 1e-6;

    /**
     * Returns {@code log p} of every row, exact.
     *
     * @param allStates all binary states, [2^D, D]
     * @return nats, [2^D]
     */
    protected double[] exactLogProbabilities(INDArray allStates) {
        require(
                subject() instanceof TractableDensity,
                "%s has no exact log p; override exactLogProbabilities",
                subject().getClass().getSimpleName());
        return Arrays2d.toDoubles(((TractableDensity) subject()).logProbability(allStates));
    }

    /** Returns all binary states of {@code features} features, [2^D, D]; feature d of row r is bit d of r. */
    public static INDArray allStates(int features) {
        require(features >= 1 && features <= 20, "features must be 1 to 20, but was %d", features);
        int states = 1 << features;
        float[] x = new float[states * features];
        for (int i = 0; i < x.length; i++) {
            x[i] = ((i / features) >> (i % features)) & 1;
        }
        return Arrays2d.matrix(x, states, features);
    }

    @Test
    final void probabilitiesOfAllStatesSumToOne() {
        double sum = Math.exp(LogMath.logSumExp(logProbabilities()));
        assertThat(sum).isCloseTo(1, within(SUM_TOLERANCE));
    }

    @Test
    final void samplesFollowTheProbabilities() {
        int d = features();
        double[] p = logProbabilities();
        java.util.Arrays.setAll(p, i -> Math.exp(p[i]));
        long[] counts = new long[p.length];
        for (int from = 0; from < SAMPLES; from += BLOCK) {
            float[] x = Arrays2d.toFloats(
                    subject().sample(BLOCK, stream("probabilities").child(from / BLOCK)));
            for (int i = 0; i < BLOCK; i++) {
                int state = 0;
                for (int j = 0; j < d; j++) {
                    state |= (x[i * d + j] > 0.5f ? 1 : 0) << j;
                }
                counts[state]++;
            }
        }
        StatisticalAssertions.chiSquareFits(counts, p);
        for (int i = 0; i < d; i++) {
            for (int j = i; j < d; j++) {
                int both = (1 << i) | (1 << j);
                double expected = 0;
                double seen = 0;
                for (int s = 0; s < p.length; s++) {
                    if ((s & both) == both) {
                        expected += p[s];
                        seen += (double) counts[s] / SAMPLES;
                    }
                }
                StatisticalAssertions.meanIs(seen, Math.sqrt(expected * (1 - expected) / SAMPLES), expected);
            }
        }
    }

    private double[] logProbabilities() {
        return exactLogProbabilities(allStates(features()));
    }

    private int features() {
        int d = subject().features();
        require(
                subject().dataKind() == DataKind.BINARY && d <= MAX_FEATURES,
                "this contract takes BINARY models of at most %d features, but got %s with %d",
                MAX_FEATURES,
                subject().dataKind(),
                d);
        return d;
    }
}
