package verisim.models.classical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Levels;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.model.JointDensity;
import verisim.core.random.RandomStream;
import verisim.core.testkit.StatisticalAssertions;

class NaiveBayesTest {
    private static NaiveBayes fit(Dataset train, Dataset validation, Map<String, ?> options) {
        return (NaiveBayes) DiscreteModels.fit("naive-bayes", train, validation, options);
    }

    private static NaiveBayes fit(DataKind kind, float[] values, int features, int[] labels, Map<String, ?> options) {
        return fit(
                Dataset.of("t", Split.TRAIN, kind, values, features).withLabels(labels),
                Dataset.of("t", Split.VALIDATION, kind, values, features),
                options);
    }

    @Test
    void binaryParametersAreSmoothedShares() {
        NaiveBayes model = fit(DataKind.BINARY, new float[] {1, 0, 0, 1}, 1, new int[] {0, 0, 0, 1}, Map.of());
        assertThat(model.priors()).containsExactly(0.75, 0.25);
        assertThat(model.logConditional(0, 0, 1)).isCloseTo(Math.log(2 / 5.0), within(1e-15));
        assertThat(model.logConditional(1, 0, 1)).isCloseTo(Math.log(2 / 3.0), within(1e-15));
        double[] joint =
                Arrays2d.toDoubles(model.logJoint(Arrays2d.matrix(new float[] {1, 0}, 2, 1), new int[] {1, 0}));
        assertThat(joint[0]).isCloseTo(Math.log(0.25 * 2 / 3), within(1e-15));
        assertThat(joint[1]).isCloseTo(Math.log(0.75 * 3 / 5), within(1e-15));
    }

    /** Maximum likelihood: the variance of 1, 2, 3 has divisor 3. */
    @Test
    void realParametersAreMomentsOfTheClass() {
        NaiveBayes model = fit(DataKind.REAL, new float[] {1, 2, 3, 10, 12}, 1, new int[] {0, 0, 0, 1, 1}, Map.of());
        double expected = LogMath.logStandardNormal(1 / Math.sqrt(2 / 3.0)) - 0.5 * Math.log(2 / 3.0);
        assertThat(model.logConditional(0, 0, 3)).isCloseTo(expected, within(1e-10));
        assertThat(model.logConditional(1, 0, 12)).isCloseTo(LogMath.logStandardNormal(1), within(1e-10));
    }

    /** All rows of class 1 have the same value: its variance is raised to the floor, a tenth of the overall variance of 2.4. */
    @Test
    void aFeatureConstantInAClassIsFlooredAndOneConstantAltogetherIsRefused() {
        NaiveBayes model = fit(
                DataKind.REAL,
                new float[] {1, 3, 5, 5, 4, 6},
                1,
                new int[] {0, 0, 1, 1, 0, 0},
                Map.of("varianceFloor", 0.1));
        double overall = (9 + 1 + 1 + 1 + 0 + 4) / 6.0;
        double variance = 0.1 * (overall - 0); // mean of all is 4
        assertThat(model.logConditional(1, 0, 5)).isCloseTo(-0.5 * Math.log(2 * Math.PI * variance), within(1e-6));
        assertThat(model.warnings())
                .containsExactly("1 of 2 variances are at their floor, 0.1 of the variance over all rows");
        assertThatThrownBy(() -> fit(DataKind.REAL, new float[] {1, 7, 2, 7}, 2, new int[] {0, 1}, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("column 2")
                .hasMessageContaining("drop: [2]");
    }

    /** The second column has the levels 0 to 2, the first 0 and 1 only: a value outside is not looked up in the neighbour's table. */
    @Test
    void aValueThatIsNoLevelOfItsColumnIsAnError() {
        NaiveBayes model = fit(DataKind.CATEGORICAL, new float[] {0, 2, 1, 1}, 2, new int[] {0, 1}, Map.of());
        assertThat(LogMath.logSumExp(
                        Arrays2d.toDoubles(model.logProbability(Arrays2d.matrix(new float[] {0, 2, 1, 0}, 2, 2)))))
                .isFinite();
        assertThatThrownBy(() -> model.logProbability(Arrays2d.matrix(new float[] {0, 1, 2, 0}, 2, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("row 2, column 1 holds 2.0")
                .hasMessageContaining("levels 0 to 1");
        assertThatThrownBy(() -> model.logProbability(Arrays2d.matrix(new float[] {0, -1}, 1, 2)))
                .hasMessageContaining("column 2 holds -1.0");
        assertThat(model.logConditional(0, 0, 2)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    /** Rows without a class are left out, and counted: the fit is that of the others. */
    @ParameterizedTest
    @EnumSource(DataKind.class)
    void rowsWhoseClassIsMissingAreLeftOut(DataKind kind) {
        float[] x = {0, 1, 1, 0, 1, 1, 0, 0};
        NaiveBayes model = fit(kind, x, 1, new int[] {0, -1, 1, 0, -1, 1, 1, 0}, Map.of());
        NaiveBayes known = fit(kind, new float[] {0, 1, 0, 1, 0, 0}, 1, new int[] {0, 1, 0, 1, 1, 0}, Map.of());
        assertThat(model.priors()).containsExactly(known.priors());
        for (int y = 0; y < 2; y++) {
            assertThat(model.logConditional(y, 0, 1)).isEqualTo(known.logConditional(y, 0, 1));
        }
        assertThat(model.warnings())
                .containsExactly("2 of 8 training rows were left out, because their class is missing");
        assertThat(NaiveBayes.of(model.state()).warnings()).isEqualTo(model.warnings());
        assertThat(known.warnings()).isEmpty();
        assertThatThrownBy(() -> fit(kind, x, 1, new int[] {-1, -1, -1, -1, -1, -1, -1, -1}, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the class of every row of");
    }

    @Test
    void aClassWithoutRowsHasProbabilityZero() {
        NaiveBayes model = fit(DataKind.BINARY, new float[] {1, 0}, 1, new int[] {0, 2}, Map.of());
        assertThat(model.classes()).isEqualTo(3);
        double[] posterior = Arrays2d.toDoubles(model.logPosterior(Arrays2d.matrix(new float[] {1}, 1, 1)));
        assertThat(posterior[1]).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Math.exp(posterior[0])).isCloseTo(2 / 3.0, within(1e-15));
    }

    @Test
    void rowsWithoutLabelsAreRefusedWithAnAlternative() {
        Dataset train = Dataset.of("bare", Split.TRAIN, DataKind.BINARY, new float[] {1, 0}, 1);
        Dataset validation = Dataset.of("bare", Split.VALIDATION, DataKind.BINARY, new float[] {1, 0}, 1);
        assertThatThrownBy(() -> fit(train, validation, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'bare' has no labels")
                .hasMessageContaining("bernoulli-mixture");
    }

    /**
     * 20,000 pairs of a naive Bayes model of 4 classes and 10 features. Twice the divergence KL(truth, fit) times n follows a chi-square
     * law with as many degrees of freedom as the model has parameters, and the divergence is exact: a wrong divisor, a lost row or a
     * smoothing that is too strong shows on either side.
     */
    @ParameterizedTest
    @EnumSource(DataKind.class)
    void aFitIsAsFarFromTheTruthAsMaximumLikelihoodIs(DataKind kind) {
        int n = 20_000;
        NaiveBayes truth = truth(kind);
        NaiveBayes model = fit(drawn(truth, Split.TRAIN, n), drawn(truth, Split.VALIDATION, 100), Map.of());
        int parameters = 3 + (kind == DataKind.BINARY ? 40 : 80);
        ChiSquaredDistribution law = new ChiSquaredDistribution(parameters);
        assertThat(2 * n * divergence(truth, model))
                .isBetween(law.inverseCumulativeProbability(1e-3), law.inverseCumulativeProbability(1 - 1e-3));
    }

    /** Returns {@code KL(truth, model)} of pairs, {@code sum_y p(y) (log p(y) / q(y) + sum_d KL(p(x_d given y), q(x_d given y)))}. */
    private static double divergence(NaiveBayes truth, NaiveBayes model) {
        double sum = 0;
        for (int y = 0; y < truth.classes(); y++) {
            double inside = Math.log(truth.priors()[y] / model.priors()[y]);
            for (int d = 0; d < truth.features(); d++) {
                inside += truth.dataKind() == DataKind.REAL
                        ? normalDivergence(truth, model, y, d)
                        : discreteDivergence(truth, model, y, d);
            }
            sum += truth.priors()[y] * inside;
        }
        return sum;
    }

    private static double discreteDivergence(NaiveBayes truth, NaiveBayes model, int y, int d) {
        double sum = 0;
        for (int v = 0; truth.logConditional(y, d, v) > Double.NEGATIVE_INFINITY; v++) {
            double logP = truth.logConditional(y, d, v);
            sum += Math.exp(logP) * (logP - model.logConditional(y, d, v));
        }
        return sum;
    }

    /** Midpoint rule from -16 to 16; the means are 2 times a standard normal value, the deviations at most 1.5. */
    private static double normalDivergence(NaiveBayes truth, NaiveBayes model, int y, int d) {
        double step = 0.005;
        double sum = 0;
        for (double v = -16 + step / 2; v < 16; v += step) {
            double logP = truth.logConditional(y, d, v);
            sum += step * Math.exp(logP) * (logP - model.logConditional(y, d, v));
        }
        return sum;
    }

    /** The mean over test pairs, and over test rows alone, lies no further below the truth's than that divergence and chance allow. */
    @ParameterizedTest
    @EnumSource(DataKind.class)
    void theTrueParametersLikelihoodIsRecovered(DataKind kind) {
        NaiveBayes truth = truth(kind);
        NaiveBayes model = fit(drawn(truth, Split.TRAIN, 20_000), drawn(truth, Split.VALIDATION, 100), Map.of());
        Dataset test = drawn(truth, Split.TEST, 2000);
        int[] labels = test.labels().orElseThrow();
        double divergence = divergence(truth, model);
        PairedDifference pairs = PairedDifference.of(
                Arrays2d.toDoubles(model.logJoint(test.toArray(), labels)),
                Arrays2d.toDoubles(truth.logJoint(test.toArray(), labels)));
        StatisticalAssertions.meanIs(pairs.mean(), pairs.standardError(), -divergence);
        PairedDifference rows = PairedDifference.of(
                Arrays2d.toDoubles(model.logProbability(test.toArray())),
                Arrays2d.toDoubles(truth.logProbability(test.toArray())));
        assertThat(rows.mean()).isGreaterThan(-divergence - StatisticalAssertions.MAX_Z * rows.standardError());
    }

    private static NaiveBayes truth(DataKind kind) {
        int classes = 4;
        int d = 10;
        RandomStream random = RandomStream.ofSeed(13).child(kind.name());
        double[] priors = {0.1, 0.2, 0.3, 0.4};
        if (kind == DataKind.REAL) {
            double[] mean = new double[classes * d];
            double[] deviation = new double[classes * d];
            for (int i = 0; i < mean.length; i++) {
                mean[i] = 2 * random.nextGaussian();
                deviation[i] = 0.5 + random.nextDouble();
            }
            return new NaiveBayes(kind, priors, new FactoredGaussian(classes, mean, deviation));
        }
        int v = kind == DataKind.BINARY ? 2 : 3;
        double[] p = new double[classes * d * v];
        for (int from = 0; from < p.length; from += v) {
            double sum = 0;
            for (int i = from; i < from + v; i++) {
                p[i] = 0.1 + random.nextDouble();
                sum += p[i];
            }
            for (int i = from; i < from + v; i++) {
                p[i] /= sum;
            }
        }
        return new NaiveBayes(
                kind, priors, new FactoredCategorical(classes, FactoredCategorical.Tables.each(Levels.same(d, v)), p));
    }

    private static Dataset drawn(NaiveBayes truth, Split split, int n) {
        JointDensity.LabelledRows rows =
                truth.sampleJoint(n, RandomStream.ofSeed(14).child(split.label()));
        return Dataset.of("drawn", split, truth.dataKind(), rows.x()).withLabels(rows.labels());
    }
}
