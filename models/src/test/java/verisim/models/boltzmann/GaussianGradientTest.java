package verisim.models.boltzmann;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.model.TrainingContext;
import verisim.core.option.Options;
import verisim.core.random.RandomStream;

class GaussianGradientTest {
    private static final int D = 3;
    private static final int H = 4;
    private static final int ROWS = 40;
    private static final RandomStream RANDOM = RandomStream.ofSeed(43);

    private static RbmOptions options(Map<String, ?> given) {
        Map<String, Object> all = new HashMap<>(Map.of("algorithm", "exact"));
        all.putAll(given);
        return RbmOptions.of(Options.resolve("rbm", RbmOptions.OPTIONS, all));
    }

    private static float[] data() {
        float[] rows = new float[ROWS * D];
        RANDOM.child("data").fillGaussian(rows, 0, rows.length);
        return rows;
    }

    private static RbmParameters model() {
        return TinyGaussianRbm.random(D, H, 0.4, "gradient").parameters();
    }

    private static double meanLogLikelihood(RbmParameters p) {
        float[] rows = data();
        p.units().read(p, rows, ROWS);
        double sum = 0;
        for (int r = 0; r < ROWS; r++) {
            sum += p.logUnnormalized(rows, r * D, new double[H]);
        }
        return sum / ROWS - p.logPartition();
    }

    private static double[] differences(RbmParameters p) {
        double[] out = new double[p.values().length];
        float step = 1f / 256;
        for (int i = 0; i < out.length; i++) {
            float old = p.values()[i];
            p.values()[i] = old + step;
            double up = meanLogLikelihood(p);
            float upper = p.values()[i];
            p.values()[i] = old - step;
            out[i] = (up - meanLogLikelihood(p)) / ((double) upper - p.values()[i]);
            p.values()[i] = old;
        }
        return out;
    }

    private static double variance(RbmParameters p, int d) {
        return Math.exp(p.values()[p.ownFrom() + d]);
    }

    /** The plain direction is the gradient, that of W_d and b_d times the variance. */
    @Test
    void allStatesGiveTheExactGradient() {
        RbmParameters p = model();
        RbmUpdates updates = new RbmUpdates(p, new float[D], options(Map.of("offsets", "none")), ROWS);
        updates.estimateGradient(data(), ROWS, RANDOM);
        double[] expected = differences(p);
        for (int i = 0; i < expected.length; i++) {
            double factor = i < p.visibleFrom()
                    ? variance(p, i / H)
                    : i < p.hiddenFrom() ? variance(p, i - p.visibleFrom()) : 1;
            assertThat((double) updates.gradient()[i])
                    .as("parameter %d", i)
                    .isCloseTo(factor * expected[i], within(1e-4 * Math.max(1, Math.abs(factor * expected[i]))));
        }
    }

    /** Variances have no offset, so their part stays the gradient; the direction of the others must still lead uphill. */
    @ParameterizedTest
    @ValueSource(strings = {"data-mean", "enhanced"})
    void centringLeavesTheGradientOfTheVariancesAndLeadsUphill(String offsets) {
        RbmParameters p = model();
        RbmUpdates updates =
                new RbmUpdates(p, new float[D], options(Map.of("offsets", offsets, "offsetRate", 0.5)), ROWS);
        updates.estimateGradient(data(), ROWS, RANDOM);
        double[] expected = differences(p);
        double uphill = 0;
        for (int i = 0; i < expected.length; i++) {
            if (i >= p.ownFrom()) {
                assertThat((double) updates.gradient()[i])
                        .as("parameter %d", i)
                        .isCloseTo(expected[i], within(1e-4 * Math.max(1, Math.abs(expected[i]))));
            } else {
                uphill += expected[i] * updates.gradient()[i];
            }
        }
        assertThat(uphill).isGreaterThan(0);
    }

    /** After enough steps chains hold samples of the model; 20,000 of them leave 0.02 or so of noise in a parameter. */
    @ParameterizedTest
    @ValueSource(strings = {"pcd", "tempering"})
    void chainsEstimateTheExactGradient(String algorithm) {
        RbmParameters p = model();
        RbmUpdates exact = new RbmUpdates(p, new float[D], options(Map.of()), ROWS);
        exact.estimateGradient(data(), ROWS, RANDOM);
        RbmOptions options =
                options(Map.of("algorithm", algorithm, "chains", 20_000, "gibbsSteps", 60, "temperatures", 3));
        RbmUpdates chains = new RbmUpdates(p, new float[D], options, ROWS);
        chains.estimateGradient(data(), ROWS, RANDOM.child(algorithm));
        for (int i = 0; i < p.values().length; i++) {
            assertThat((double) chains.gradient()[i])
                    .as("parameter %d", i)
                    .isCloseTo(exact.gradient()[i], within(0.06));
        }
    }

    /**
     * Data of a model whose four equally likely clusters have noise of a tenth of their distance: two hidden units represent them
     * exactly, if variances are learned. In other units the same model is learned, its log-density moved by those.
     */
    @Test
    void learnsFourClustersAndTheirNoiseInAnyUnits() {
        double[] reached = new double[2];
        for (int unit = 0; unit < 2; unit++) {
            Dataset train = clusters(Split.TRAIN, unit);
            Dataset validation = clusters(Split.VALIDATION, unit);
            RbmOptions options = options(
                    Map.of("epochs", 100, "batchSize", 50, "learningRate", 0.1, "weightScale", 0.1, "patience", 100));
            GaussianRbm rbm = new GaussianRbmTrainer(2, 0.05, 0.3, 0.01, options)
                    .fit(train, validation, TrainingContext.of(RANDOM.child("fit")));
            double[] scores = Arrays2d.toDoubles(rbm.unnormalizedLogProbability(validation.toArray()));
            reached[unit] = java.util.Arrays.stream(scores).average().orElseThrow() - rbm.logPartitionByEnumeration();
        }
        double entropy = Math.log(4) + Math.log(2 * Math.PI * 0.01) + 1;
        // 500 validation rows: a standard error of 1 / sqrt(500) = 0.045 around the entropy; the best single normal
        // reaches -1.5
        assertThat(reached[0]).isBetween(-entropy - 0.2, -entropy + 0.15);
        assertThat(reached[1] + 2 * Math.log(50)).isCloseTo(reached[0], within(0.02));
    }

    private static Dataset clusters(Split split, int unit) {
        RandomStream random = RANDOM.child("clusters").child(split.label());
        int n = 500;
        float[] rows = new float[n * 2];
        for (int i = 0; i < rows.length; i++) {
            double x = random.nextInt(2) + 0.1 * random.nextGaussian();
            rows[i] = (float) (unit == 0 ? x : 70 + 50 * x);
        }
        return Dataset.of("clusters", split, DataKind.REAL, rows, 2);
    }
}
