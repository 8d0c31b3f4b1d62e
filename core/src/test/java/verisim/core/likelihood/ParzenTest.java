package verisim.core.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.data.DataSplits;
import verisim.core.data.Dataset;
import verisim.core.data.ImageShape;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.metric.Metric;
import verisim.core.metric.MetricContext;
import verisim.core.metric.MetricRegistry;
import verisim.core.model.GenerativeModel;
import verisim.core.random.RandomStream;
import verisim.core.result.Kind;
import verisim.core.result.Outcome;
import verisim.core.result.Outcome.Measured;

class ParzenTest {
    private static float[] gaussian(int n, int d, RandomStream random) {
        float[] x = new float[n * d];
        random.fillGaussian(x, 0, x.length);
        return x;
    }

    /** The sum of kernels by definition, in double; several tiles; both ways of computing distances. */
    @ParameterizedTest
    @CsvSource({"2, 2500, 30, 0.05", "2, 2500, 30, 1", "50, 2100, 20, 0.7", "50, 3, 2, 0.1"})
    void agreesWithTheDoubleLoop(int d, int n, int rows, double h) {
        RandomStream random = RandomStream.ofSeed(d);
        float[] s = gaussian(n, d, random);
        float[] x = gaussian(rows, d, random);
        double[] got = new ParzenWindow(s, n, d).logDensity(x, rows, h);
        for (int i = 0; i < rows; i++) {
            double[] terms = new double[n];
            for (int j = 0; j < n; j++) {
                double square = 0;
                for (int k = 0; k < d; k++) {
                    double c = (double) x[i * d + k] - s[j * d + k];
                    square += c * c;
                }
                terms[j] = -square / (2 * h * h) - 0.5 * d * Math.log(2 * Math.PI * h * h);
            }
            double want = LogMath.logMeanExp(terms);
            assertThat(got[i]).isCloseTo(want, within(1e-5 * Math.max(1, Math.abs(want))));
        }
    }

    /**
     * Kernels of width h on samples of N(0,1) estimate N(0, 1 + h^2), whose mean log-density under N(0,1) is
     * {@code -(log(2 pi (1 + h^2)) + 1/(1 + h^2)) / 2}. With 20,000 samples and h = 0.3 the estimate's own noise is below 1e-3 on average.
     */
    @Test
    void wideSampleOfANormalGivesTheSmoothedNormal() {
        RandomStream random = RandomStream.ofSeed(1);
        int n = 20_000;
        double h = 0.3;
        double[] got = new ParzenWindow(gaussian(n, 1, random), n, 1).logDensity(gaussian(4000, 1, random), 4000, h);
        RowMean mean = RowMean.of(got);
        double v = 1 + h * h;
        double want = -0.5 * (LogMath.LOG_TWO_PI + Math.log(v) + 1 / v);
        assertThat(mean.value()).isCloseTo(want, within(4.9 * mean.standardError() + 1e-3));
    }

    private record Context(INDArray samples, DataSplits data) implements MetricContext {
        @Override
        public Optional<GenerativeModel> model() {
            return Optional.empty();
        }

        @Override
        public Optional<GenerativeModel> truth() {
            return Optional.empty();
        }

        @Override
        public RandomStream random() {
            return RandomStream.ofSeed(1);
        }
    }

    private static Metric.Result measure(DataSplits data, float[] samples) {
        int d = data.features();
        return MetricRegistry.load()
                .metric("parzen", Map.of())
                .measure(new Context(Arrays2d.matrix(samples, samples.length / d, d), data));
    }

    private static DataSplits splits(DataKind kind, float[] train, float[] validation, float[] test, int d) {
        return new DataSplits(
                "toy",
                Dataset.of("toy", Split.TRAIN, kind, train, d),
                Dataset.of("toy", Split.VALIDATION, kind, validation, d),
                Dataset.of("toy", Split.TEST, kind, test, d),
                Map.of());
    }

    /**
     * Normal data with standard deviations 1 and 100: the score must lie below the negative entropy {@code -(log 2 pi e) -
     * log 100}, as any density's mean must up to the error of the test rows, and within 0.1 of it for 5,000 samples in the plane. With the
     * bandwidth of the literature's slip (0.01 of a unit) it would be far off.
     */
    @Test
    void scoreOfTrueSamplesIsJustBelowTheEntropyInOriginalUnits() {
        RandomStream random = RandomStream.ofSeed(2);
        float[][] sets = {
            gaussian(1000, 2, random), gaussian(500, 2, random), gaussian(1500, 2, random), gaussian(5000, 2, random)
        };
        for (float[] set : sets) {
            for (int i = 1; i < set.length; i += 2) {
                set[i] *= 100;
            }
        }
        DataSplits data = splits(DataKind.REAL, sets[0], sets[1], sets[2], 2);
        Metric.Result result = measure(data, sets[3]);
        Measured m = (Measured) result.outcome();
        double entropy = Math.log(2 * Math.PI * Math.E) + Math.log(100);
        assertThat(m.kind()).isEqualTo(Kind.ESTIMATE);
        assertThat(m.value()).isLessThan(-entropy + 4.9 * m.standardError());
        assertThat(m.value()).isCloseTo(-entropy, within(0.1 + 4.9 * m.standardError()));
        assertThat(result.protocol()).containsEntry("scaling", "standardised").containsEntry("samples", "5000");
        // Another unit of one column moves a density by the logarithm of the ratio, and nothing else.
        for (float[] set : sets) {
            for (int i = 1; i < set.length; i += 2) {
                set[i] *= 0.25f;
            }
        }
        DataSplits quarter = splits(DataKind.REAL, sets[0], sets[1], sets[2], 2);
        assertThat(((Measured) measure(quarter, sets[3]).outcome()).value())
                .isCloseTo(m.value() + Math.log(4), within(1e-4));
    }

    /** Test rows that sit on the samples must not narrow the bandwidth: only validation rows choose it. */
    @Test
    void bandwidthIsChosenOnValidationRows() {
        RandomStream random = RandomStream.ofSeed(3);
        float[] samples = gaussian(500, 2, random);
        DataSplits fresh =
                splits(DataKind.REAL, gaussian(500, 2, random), gaussian(400, 2, random), samples.clone(), 2);
        double value = ((Measured) measure(fresh, samples).outcome()).value();
        // At the narrowest bandwidth of the grid a row on a sample would score at least -log(500) - log(2 pi 0.003^2) =
        // 3.5.
        assertThat(value).isLessThan(-2);
        DataSplits leaked = splits(DataKind.REAL, gaussian(500, 2, random), samples.clone(), samples.clone(), 2);
        assertThat(((Measured) measure(leaked, samples).outcome()).value()).isGreaterThan(3);
    }

    /** All samples at one far point: the best kernel is about as wide as the distance, found beyond the grid's first three decades. */
    @Test
    void farSamplesGetAWideKernel() {
        RandomStream random = RandomStream.ofSeed(4);
        float[] samples = new float[200];
        java.util.Arrays.fill(samples, 1000f);
        DataSplits data =
                splits(DataKind.REAL, gaussian(500, 2, random), gaussian(400, 2, random), gaussian(300, 2, random), 2);
        // For |x - s|^2 = 2e6 in the plane the best h^2 is 1e6, the score -log(2 pi 1e6) - 1.
        assertThat(((Measured) measure(data, samples).outcome()).value())
                .isCloseTo(-Math.log(2 * Math.PI * 1e6) - 1, within(0.05));
    }

    @Test
    void imagesKeepTheirUnitsAndOtherKindsHaveNoDensity() {
        RandomStream random = RandomStream.ofSeed(5);
        float[] x = gaussian(400, 4, random);
        ImageShape shape = new ImageShape(2, 2);
        DataSplits images = new DataSplits(
                "toy",
                Dataset.of("toy", Split.TRAIN, DataKind.REAL, x, 4).withImageShape(shape),
                Dataset.of("toy", Split.VALIDATION, DataKind.REAL, x, 4).withImageShape(shape),
                Dataset.of("toy", Split.TEST, DataKind.REAL, x, 4).withImageShape(shape),
                Map.of());
        assertThat(measure(images, gaussian(100, 4, random)).protocol()).containsEntry("scaling", "raw");
        float[] bits = {0, 1, 1, 0, 1, 1};
        assertThat(measure(splits(DataKind.BINARY, bits, bits, bits, 2), bits).outcome())
                .isInstanceOf(Outcome.NotDefined.class);
        float[] broken = {0, Float.NaN, 1, 2};
        assertThat(measure(images, broken).outcome()).isInstanceOf(Outcome.Failed.class);
        assertThatThrownBy(() -> new ParzenWindow(x, 400, 4).logDensity(x, 1, 0))
                .hasMessageContaining("bandwidth");
    }
}
