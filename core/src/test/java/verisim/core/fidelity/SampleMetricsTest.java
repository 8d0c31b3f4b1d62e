package verisim.core.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.metric.Metric;
import verisim.core.metric.MetricProvider;
import verisim.core.metric.MetricRegistry;
import verisim.core.model.ModalDensity;
import verisim.core.random.RandomStream;
import verisim.core.result.Outcome;
import verisim.core.result.Outcome.Failed;
import verisim.core.result.Outcome.Measured;
import verisim.core.result.Outcome.NotDefined;
import verisim.core.result.Range;

/** The metrics as a suite asks for them: by name, with options, over a context. */
class SampleMetricsTest {
    private static final List<String> NAMES = List.of(
            "mmd",
            "energy-distance",
            "frechet-distance",
            "precision",
            "recall",
            "density",
            "coverage",
            "sliced-wasserstein",
            "c2st");

    private static float[] gaussian(int n, int d, String name) {
        float[] x = new float[n * d];
        RandomStream.ofSeed(3).child(name).fillGaussian(x, 0, x.length);
        return x;
    }

    private static Metric.Result measure(String metric, FixedContext context, Map<String, ?> options) {
        return MetricRegistry.load().metric(metric, options).measure(context);
    }

    private static double value(String metric, FixedContext context) {
        return ((Measured) measure(metric, context, Map.of()).outcome()).value();
    }

    private static FixedContext real(float[] samples) {
        int d = 2;
        return FixedContext.of(
                DataKind.REAL, samples, gaussian(400, d, "t"), gaussian(300, d, "v"), gaussian(350, d, "x"), d);
    }

    @Test
    void allAreFoundAndExplainThemselves() {
        for (String name : NAMES) {
            MetricProvider provider = MetricRegistry.load().get(name);
            assertThat(provider.caution()).isNotBlank();
            assertThat(provider.paper()).contains("http");
            assertThat(provider.options()).extracting("name").contains("samples", "reference");
        }
    }

    @Test
    void sizesAndSettingsStandInTheProtocol() {
        FixedContext context = real(gaussian(500, 2, "s"));
        Metric.Result mmd = measure("mmd", context, Map.of("samples", 120, "reference", 70));
        assertThat(mmd.protocol())
                .containsEntry("samples", "120")
                .containsEntry("reference", "70")
                .containsEntry("kernel", "gaussian")
                .containsEntry("scaling", "standardised")
                .containsKey("bandwidth");
        // The median distance of two standard normal rows in the plane is sqrt(4 log 2) = 1.665.
        assertThat(Double.parseDouble(mmd.protocol().get("bandwidth"))).isCloseTo(1.665, within(0.15));
        assertThat(measure("recall", context, Map.of("k", 7)).protocol()).containsEntry("k", "7");
        assertThat(measure("frechet-distance", context, Map.of()).protocol()).containsEntry("scaling", "raw");
    }

    /** Multiplying one column of everything by 1000 must not change a metric of standardised columns. */
    @Test
    void noColumnRulesByItsUnit() {
        float[][] sets = {gaussian(300, 2, "a"), gaussian(300, 2, "b"), gaussian(300, 2, "c"), gaussian(300, 2, "d")};
        FixedContext plain = FixedContext.of(DataKind.REAL, sets[0], sets[1], sets[2], sets[3], 2);
        double[] before = NAMES.stream().mapToDouble(n -> value(n, plain)).toArray();
        for (float[] set : sets) {
            for (int i = 0; i < set.length; i += 2) {
                set[i] *= 1024;
            }
        }
        FixedContext stretched = FixedContext.of(DataKind.REAL, sets[0], sets[1], sets[2], sets[3], 2);
        for (int i = 0; i < NAMES.size(); i++) {
            if (!NAMES.get(i).equals("frechet-distance")) {
                assertThat(value(NAMES.get(i), stretched)).as(NAMES.get(i)).isCloseTo(before[i], within(1e-5));
            }
        }
    }

    /** The bandwidth comes from validation rows: other test rows, same bandwidth. */
    @Test
    void bandwidthDoesNotSeeTestRowsOrSamples() {
        float[] far = gaussian(350, 2, "x");
        for (int i = 0; i < far.length; i++) {
            far[i] = 9 * far[i] + 3;
        }
        FixedContext one = real(gaussian(200, 2, "s"));
        FixedContext other =
                FixedContext.of(DataKind.REAL, far, gaussian(400, 2, "t"), gaussian(300, 2, "v"), far.clone(), 2);
        assertThat(measure("mmd", other, Map.of()).protocol().get("bandwidth"))
                .isEqualTo(measure("mmd", one, Map.of()).protocol().get("bandwidth"));
        assertThat(measure("mmd", one, Map.of("bandwidth", 2)).protocol()).containsEntry("bandwidth", "2.000");
    }

    @Test
    void brokenSamplesFailWithTheFirstBadValue() {
        float[] samples = gaussian(50, 2, "s");
        samples[7] = Float.NaN;
        for (String name : NAMES) {
            Outcome outcome = measure(name, real(samples), Map.of()).outcome();
            assertThat(outcome).isInstanceOf(Failed.class);
            assertThat(((Failed) outcome).error()).contains("1 of 100", "NaN in sample 4, column 2");
        }
        samples[7] = 1e30f;
        assertThat(((Failed) measure("mmd", real(samples), Map.of()).outcome()).error())
                .contains("too far away");
    }

    @Test
    void tooFewRowsAreNotDefined() {
        FixedContext context = real(gaussian(4, 2, "s"));
        assertThat(measure("precision", context, Map.of()).outcome())
                .isInstanceOfSatisfying(
                        NotDefined.class, n -> assertThat(n.reason()).contains("k = 5"));
        assertThat(measure("mmd", real(gaussian(2, 2, "s")), Map.of()).outcome())
                .isInstanceOf(NotDefined.class);
    }

    @Test
    void anotherSetOfSamplesIsNotAnsweredFromTheKeptResult() {
        FixedContext good = real(gaussian(300, 2, "s"));
        float[] far = gaussian(300, 2, "s");
        for (int i = 0; i < far.length; i++) {
            far[i] += 100;
        }
        assertThat(value("precision", good)).isGreaterThan(0.9);
        assertThat(value("precision", new FixedContext(Arrays2d.matrix(far, 300, 2), good.data(), good.truth())))
                .isZero();
        assertThat(value("coverage", good)).isGreaterThan(0.8);
    }

    /** Binary rows keep 0 and 1; categories become indicators: distance squared is twice the number of differing columns. */
    @Test
    void discreteDataIsCompared() {
        RandomStream random = RandomStream.ofSeed(9);
        float[][] sets = new float[4][300];
        for (float[] set : sets) {
            for (int i = 0; i < set.length; i++) {
                set[i] = random.nextInt(2);
            }
        }
        FixedContext binary = FixedContext.of(DataKind.BINARY, sets[0], sets[1], sets[2], sets[3], 3);
        assertThat(measure("mmd", binary, Map.of()).protocol()).containsEntry("scaling", "raw");
        FixedContext categorical = FixedContext.of(DataKind.CATEGORICAL, sets[0], sets[1], sets[2], sets[3], 3);
        Metric.Result indicators = measure("energy-distance", categorical, Map.of());
        assertThat(indicators.protocol()).containsEntry("scaling", "indicators");
        assertThat(((Measured) indicators.outcome()).value())
                .isCloseTo(Math.sqrt(2) * value("energy-distance", binary), within(1e-6));
        float[] wrong = sets[0].clone();
        wrong[0] = 0.5f;
        assertThat(measure("mmd", FixedContext.of(DataKind.BINARY, wrong, sets[1], sets[2], sets[3], 3), Map.of())
                        .outcome())
                .isInstanceOf(Failed.class);
    }

    private record Ring(INDArray modes, double modeStandardDeviation) implements ModalDensity {
        @Override
        public DataKind dataKind() {
            return DataKind.REAL;
        }

        @Override
        public int features() {
            return 2;
        }

        @Override
        public INDArray sample(int n, RandomStream random) {
            float[] centres = Arrays2d.toFloats(modes);
            float[] x = new float[2 * n];
            random.fillGaussian(x, 0, x.length);
            for (int i = 0; i < n; i++) {
                int mode = random.nextInt(centres.length / 2);
                for (int j = 0; j < 2; j++) {
                    x[2 * i + j] = (float) (centres[2 * mode + j] + modeStandardDeviation * x[2 * i + j]);
                }
            }
            return Arrays2d.matrix(x, n, 2);
        }
    }

    /** Within 3 sd in the plane lies 1 - exp(-9/2) of a round normal. */
    @Test
    void modesAndHighQualityOfTheTruthAndOfACollapsedGenerator() {
        float[] centres = new float[16];
        for (int i = 0; i < 8; i++) {
            centres[2 * i] = (float) Math.cos(Math.PI * i / 4);
            centres[2 * i + 1] = (float) Math.sin(Math.PI * i / 4);
        }
        Ring ring = new Ring(Arrays2d.matrix(centres, 8, 2), 0.01);
        FixedContext context = real(Arrays2d.toFloats(ring.sample(2500, RandomStream.ofSeed(1))));
        assertThat(measure("modes", context, Map.of()).outcome()).isInstanceOf(NotDefined.class);
        assertThat(value("modes", context.withTruth(ring))).isEqualTo(8);
        double p = 1 - Math.exp(-4.5);
        assertThat(value("high-quality", context.withTruth(ring)))
                .isCloseTo(p, within(4.9 * Math.sqrt(p * (1 - p) / 2500)));
        float[] collapsed = new float[200];
        for (int i = 0; i < 100; i++) {
            collapsed[2 * i] = i < 10 ? 5 : 1.001f;
        }
        FixedContext one = real(collapsed).withTruth(ring);
        assertThat(value("modes", one)).isEqualTo(1);
        assertThat(value("high-quality", one)).isCloseTo(0.9, within(1e-12));
    }

    /** Constants, the same and another, of every kind: a number with an interval of some width or none, in its range; or a reason. */
    @Test
    void constantsAndRepeatedRowsGiveNoIntervalOfNoWidth() {
        float[] zeros = new float[40];
        float[] ones = new float[40];
        java.util.Arrays.fill(ones, 1);
        for (DataKind kind : DataKind.values()) {
            float[] train = kind == DataKind.CATEGORICAL ? ones : zeros; // the level must have been seen
            for (float[] samples : List.of(zeros, ones)) {
                FixedContext context = FixedContext.of(kind, samples, train, zeros.clone(), zeros.clone(), 2);
                for (String name : NAMES) {
                    if (!(measure(name, context, Map.of()).outcome() instanceof Measured m)) {
                        throw new AssertionError(name + " of " + kind);
                    }
                    Range range = MetricRegistry.load().get(name).range();
                    assertThat(range.nearest(m.value())).as(name).isEqualTo(m.value());
                    assertThat(m.low() == m.high()).as(name).isFalse();
                    if (!Double.isNaN(m.low())) {
                        assertThat(range.nearest(m.low())).as(name).isEqualTo(m.low());
                        assertThat(range.nearest(m.high())).as(name).isEqualTo(m.high());
                    }
                }
            }
        }
    }

    @Test
    void targetsAndRangesAreStated() {
        Map.of("density", 1.0, "c2st", 0.5, "mmd", 0.0, "energy-distance", 0.0)
                .forEach((name, target) -> assertThat(
                                MetricRegistry.load().get(name).target())
                        .as(name)
                        .hasValue(target));
        for (String name :
                List.of("precision", "recall", "coverage", "c2st", "high-quality", "accuracy", "total-variation")) {
            assertThat(MetricRegistry.load().get(name).range()).as(name).isEqualTo(Range.SHARE);
        }
        assertThat(MetricRegistry.load().get("js").range()).isEqualTo(Range.of(0, Math.log(2)));
        assertThat(MetricRegistry.load().get("density").range()).isEqualTo(Range.NOT_NEGATIVE);
    }
}
