package verisim.core.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.metric.MetricRegistry;
import verisim.core.model.GenerativeModel;
import verisim.core.option.Options;
import verisim.core.random.RandomStream;
import verisim.core.result.Outcome.Measured;
import verisim.core.source.DatasetProvider;
import verisim.core.source.DatasetRegistry;
import verisim.core.source.DatasetRequest;
import verisim.core.statistics.MeanEstimate;

/**
 * Samples of the truth itself, on data whose distances tie: the scores must keep what their cautions promise for a perfect model, and
 * their 95 % intervals must hold it.
 */
class PerfectSamplesTest {
    private static final int K = 5;

    /** Rows [n, d] of one distribution. */
    private interface Source {
        float[] rows(int n, RandomStream random);
    }

    private record Data(DataKind kind, int features, Source source) {}

    private static Data data(String name) {
        if (name.equals("three-bits")) {
            return new Data(DataKind.BINARY, 3, (n, random) -> {
                float[] x = new float[3 * n];
                for (int i = 0; i < x.length; i++) {
                    x[i] = random.nextDouble() < 0.25 ? 1 : 0;
                }
                return x;
            });
        }
        if (name.startsWith("rounded")) {
            int d = Integer.parseInt(name.substring(8));
            return new Data(DataKind.REAL, d, (n, random) -> {
                float[] x = new float[d * n];
                random.fillGaussian(x, 0, x.length);
                for (int i = 0; i < x.length; i++) {
                    x[i] = Math.round(30 * x[i] / (1 + i % d)) / 10f;
                }
                return x;
            });
        }
        if (name.equals("normal")) {
            return new Data(DataKind.REAL, 3, (n, random) -> {
                float[] x = new float[3 * n];
                random.fillGaussian(x, 0, x.length);
                return x;
            });
        }
        DatasetProvider provider = DatasetRegistry.load().get(name);
        GenerativeModel truth = provider.load(new DatasetRequest(
                        Options.resolve(name, provider.options(), Map.of("train", 10, "validation", 10, "test", 10)),
                        Path.of("no-such-folder"),
                        RandomStream.ofSeed(1).child(name)))
                .truth()
                .orElseThrow();
        return new Data(truth.dataKind(), truth.features(), (n, random) -> Arrays2d.toFloats(truth.sample(n, random)));
    }

    /** What n samples and m test rows of one distribution score in expectation. */
    private static Map<String, Double> promised(int n, int m) {
        double missed = 1;
        for (int i = 1; i <= K; i++) {
            missed *= (m - i) / (double) (n + m - i);
        }
        return new TreeMap<>(Map.of("density", 1.0, "coverage", 1 - missed, "c2st", 0.5));
    }

    private record Study(Map<String, double[]> values, Map<String, Measured[]> outcomes) {}

    private static Study study(String name, int runs, int n, int m) {
        Data data = data(name);
        Map<String, double[]> values = new TreeMap<>();
        Map<String, Measured[]> outcomes = new TreeMap<>();
        for (int run = 0; run < runs; run++) {
            RandomStream random = RandomStream.ofSeed(run).child(name);
            float[] samples = data.source.rows(n, random.child("samples"));
            float[] test = data.source.rows(m, random.child("test"));
            float[] train = data.source.rows(m, random.child("train"));
            FixedContext context = FixedContext.of(data.kind, samples, train, train, test, data.features);
            for (String metric : new String[] {"precision", "recall", "density", "coverage", "c2st"}) {
                Measured measured = (Measured) MetricRegistry.load()
                        .metric(metric, Map.of())
                        .measure(context)
                        .outcome();
                values.computeIfAbsent(metric, any -> new double[runs])[run] = measured.value();
                outcomes.computeIfAbsent(metric, any -> new Measured[runs])[run] = measured;
            }
        }
        return new Study(values, outcomes);
    }

    private static double held(Measured[] outcomes, double truth) {
        int held = 0;
        for (Measured m : outcomes) {
            held += m.low() <= truth && truth <= m.high() ? 1 : 0;
        }
        return held / (double) outcomes.length;
    }

    /** Means over 30 runs within 4.9 standard errors of what is promised, at unequal sizes; intervals inside their range, of some width. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "bars-and-stripes",
                "product-bernoulli-data",
                "rbm-data",
                "hmm-categorical-data",
                "three-bits",
                "rounded-1",
                "rounded-3",
                "normal"
            })
    void promisesHoldInExpectation(String name) {
        int n = 200;
        int m = 300;
        Study study = study(name, 30, n, m);
        promised(n, m).forEach((metric, promise) -> {
            MeanEstimate mean = MeanEstimate.of(study.values.get(metric));
            assertThat(mean.mean()).as(metric).isCloseTo(promise, within(4.9 * mean.standardError() + 1e-9));
        });
        study.outcomes.forEach((metric, outcomes) -> {
            for (Measured o : outcomes) {
                assertThat(o.low()).as(metric).isNotNegative().isLessThanOrEqualTo(o.value());
                assertThat(o.high())
                        .as(metric)
                        .isGreaterThanOrEqualTo(o.value())
                        .isGreaterThan(o.low());
                if (!metric.equals("density")) {
                    assertThat(o.high()).as(metric).isLessThanOrEqualTo(1);
                }
            }
        });
    }

    /**
     * In 200 runs at least 90 % of the intervals hold the promise. Precision and recall promise no number: their intervals are held against
     * the mean of the 200.
     */
    @ParameterizedTest
    @Tag("slow")
    @ValueSource(
            strings = {
                "bars-and-stripes",
                "product-bernoulli-data",
                "rbm-data",
                "hmm-categorical-data",
                "three-bits",
                "rounded-1",
                "rounded-3"
            })
    void intervalsHoldThePromise(String name) {
        int n = Integer.getInteger("tests.rows", 1000);
        Study study = study(name, 200, n, n);
        Map<String, Double> promised = promised(n, n);
        for (String metric : new String[] {"precision", "recall"}) {
            promised.put(metric, MeanEstimate.of(study.values.get(metric)).mean());
        }
        StringBuilder lines = new StringBuilder();
        promised.forEach((metric, promise) -> {
            MeanEstimate mean = MeanEstimate.of(study.values.get(metric));
            double error = 0;
            for (Measured o : study.outcomes.get(metric)) {
                error += o.standardError() * o.standardError() / 200;
            }
            lines.append(String.format(
                    java.util.Locale.ROOT,
                    "%n%s %s: promised %.4f, mean %.4f, scatter %.5f, stated error %.5f, held %.3f",
                    name,
                    metric,
                    promise,
                    mean.mean(),
                    mean.standardDeviation(),
                    Math.sqrt(error),
                    held(study.outcomes.get(metric), promise)));
        });
        promised.forEach((metric, promise) -> assertThat(held(study.outcomes.get(metric), promise))
                .as("%s%s", metric, lines)
                .isGreaterThanOrEqualTo(0.9));
    }
}
