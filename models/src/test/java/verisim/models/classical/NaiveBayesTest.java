package verisim.models.classical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.model.JointDensity;
import verisim.core.random.RandomStream;

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
        assertThatThrownBy(() -> fit(DataKind.REAL, new float[] {1, 7, 2, 7}, 2, new int[] {0, 1}, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("feature 1")
                .hasMessageContaining("drop");
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
     * 20,000 pairs of a naive Bayes model of 4 classes and 10 features. The excess of a fit is about parameters / 2n = 0.001 nats, which
     * is one standard error on 2,000 test pairs; the test sees an excess of 0.003.
     */
    @ParameterizedTest
    @EnumSource(DataKind.class)
    void aKnownNaiveBayesIsRecovered(DataKind kind) {
        NaiveBayes truth = truth(kind);
        NaiveBayes model = fit(drawn(truth, Split.TRAIN, 20_000), drawn(truth, Split.VALIDATION, 100), Map.of());
        Dataset test = drawn(truth, Split.TEST, 2000);
        int[] labels = test.labels().orElseThrow();
        double[] ours = Arrays2d.toDoubles(model.logJoint(test.toArray(), labels));
        double[] exact = Arrays2d.toDoubles(truth.logJoint(test.toArray(), labels));
        assertThat(PairedDifference.of(ours, exact).standardErrorsBelow()).isLessThan(2);
        double[] marginal = Arrays2d.toDoubles(model.logProbability(test.toArray()));
        double[] exactMarginal = Arrays2d.toDoubles(truth.logProbability(test.toArray()));
        assertThat(PairedDifference.of(marginal, exactMarginal).standardErrorsBelow())
                .isLessThan(2);
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
        return new NaiveBayes(kind, priors, new FactoredCategorical(classes, v, p));
    }

    private static Dataset drawn(NaiveBayes truth, Split split, int n) {
        JointDensity.LabelledRows rows =
                truth.sampleJoint(n, RandomStream.ofSeed(14).child(split.label()));
        return Dataset.of("drawn", split, truth.dataKind(), rows.x()).withLabels(rows.labels());
    }
}
