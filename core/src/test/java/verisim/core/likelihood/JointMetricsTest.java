package verisim.core.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.data.DataSplits;
import verisim.core.data.Dataset;
import verisim.core.data.Labels;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.metric.Metric;
import verisim.core.metric.MetricContext;
import verisim.core.metric.MetricRegistry;
import verisim.core.model.GenerativeModel;
import verisim.core.model.JointDensity;
import verisim.core.random.RandomStream;
import verisim.core.result.Direction;
import verisim.core.result.Kind;
import verisim.core.result.Outcome;
import verisim.core.statistics.Intervals;

class JointMetricsTest {
    private static final int N = 1201; // three blocks

    private record Context(Optional<GenerativeModel> model, DataSplits data) implements MetricContext {
        @Override
        public INDArray samples() {
            throw new AssertionError("the model itself is asked, not its samples");
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

    /** One feature; {@code p[x][y]} is p(x, y). */
    @SuppressWarnings("ArrayRecordComponent") // a fixture, never compared
    private record Table(double[][] p) implements JointDensity {
        private double marginal(double x) {
            double sum = 0;
            for (double v : p[(int) x]) {
                sum += v;
            }
            return sum;
        }

        @Override
        public int classes() {
            return p[0].length;
        }

        @Override
        public INDArray logJoint(INDArray x, int[] labels) {
            double[] out = Arrays2d.toDoubles(x);
            for (int r = 0; r < out.length; r++) {
                out[r] = labels[r] < classes() ? Math.log(p[(int) out[r]][labels[r]]) : Double.NEGATIVE_INFINITY;
            }
            return Arrays2d.vector(out);
        }

        @Override
        public INDArray logPosterior(INDArray x) {
            double[] values = Arrays2d.toDoubles(x);
            double[] out = new double[values.length * classes()];
            for (int i = 0; i < out.length; i++) {
                double value = values[i / classes()];
                out[i] = Math.log(p[(int) value][i % classes()] / marginal(value));
            }
            return Arrays2d.matrix(out, values.length, classes());
        }

        @Override
        public INDArray logProbability(INDArray x) {
            double[] out = Arrays2d.toDoubles(x);
            for (int r = 0; r < out.length; r++) {
                out[r] = Math.log(marginal(out[r]));
            }
            return Arrays2d.vector(out);
        }

        @Override
        public LabelledRows sampleJoint(int n, RandomStream random) {
            throw new AssertionError("no samples are needed");
        }

        @Override
        public INDArray sample(int n, RandomStream random) {
            throw new AssertionError("no samples are needed");
        }

        @Override
        public DataKind dataKind() {
            return DataKind.BINARY;
        }

        @Override
        public int features() {
            return 1;
        }
    }

    /** Test row r has the value r mod 2; training and validation rows have labels that would give other figures. */
    private static DataSplits data(int[] testLabels) {
        float[] x = new float[N];
        for (int r = 0; r < N; r++) {
            x[r] = r % 2;
        }
        Dataset test = Dataset.of("t", Split.TEST, DataKind.BINARY, x, 1);
        return new DataSplits(
                "t",
                Dataset.of("t", Split.TRAIN, DataKind.BINARY, x, 1).withLabels(new int[N]),
                Dataset.of("t", Split.VALIDATION, DataKind.BINARY, x, 1).withLabels(new int[N]),
                testLabels == null ? test : test.withLabels(testLabels),
                Map.of());
    }

    private static Metric.Result measure(String metric, GenerativeModel model, DataSplits data) {
        return MetricRegistry.load().metric(metric, Map.of()).measure(new Context(Optional.ofNullable(model), data));
    }

    private static Outcome.Measured measured(Metric.Result result) {
        assertThat(result.outcome()).isInstanceOf(Outcome.Measured.class);
        return (Outcome.Measured) result.outcome();
    }

    private static String reason(Metric.Result result) {
        assertThat(result.outcome()).isInstanceOf(Outcome.NotDefined.class);
        return ((Outcome.NotDefined) result.outcome()).reason();
    }

    /** Labels 0, 1, 2, 0, 1, 2, ... */
    private static int[] labels() {
        int[] out = new int[N];
        for (int r = 0; r < N; r++) {
            out[r] = r % 3;
        }
        return out;
    }

    @Test
    void bothAreMeansOverTheTestRowsWithTheirLabels() {
        double[][] p = {{0.1, 0.3, 0.1}, {0.2, 0.05, 0.25}};
        double[] joint = new double[N];
        double[] right = new double[N];
        for (int r = 0; r < N; r++) {
            joint[r] = Math.log(p[r % 2][r % 3]);
            right[r] = r % 3 == (r % 2 == 0 ? 1 : 2) ? 1 : 0;
        }
        DataSplits data = data(labels());
        for (Map.Entry<String, double[]> entry :
                Map.of("joint-log-likelihood", joint, "accuracy", right).entrySet()) {
            RowMean expected = RowMean.of(entry.getValue());
            Metric.Result result = measure(entry.getKey(), new Table(p), data);
            Outcome.Measured value = measured(result);
            assertThat(value.value()).as(entry.getKey()).isCloseTo(expected.value(), within(1e-12));
            assertThat(value.standardError()).isCloseTo(expected.standardError(), within(1e-12));
            assertThat(value.n()).isEqualTo(N);
            assertThat(value.kind()).isEqualTo(Kind.EXACT);
            assertThat(result.protocol()).containsExactly(Map.entry("estimator", "exact"));
            assertThat(MetricRegistry.load().get(entry.getKey()).direction()).isEqualTo(Direction.HIGHER);
        }
    }

    /** All right: no scatter, and yet the next row may be wrong. */
    @Test
    void accuracyHasAWilsonInterval() {
        Outcome.Measured all =
                measured(measure("accuracy", new Table(new double[][] {{0.5, 0.3}, {0.2, 0.1}}), data(new int[N])));
        assertThat(all.value()).isEqualTo(1);
        assertThat(all.high()).isEqualTo(1);
        assertThat(all.low()).isEqualTo(Intervals.wilson(1, N).low()).isLessThan(1);
    }

    /** Of equal classes the first counts; a row of probability 0 (posterior NaN) is never right, and no row of an unknown class. */
    @Test
    void tiesAndImpossibleRowsCountAsDocumented() {
        int[] zeros = new int[N];
        assertThat(measured(measure("accuracy", new Table(new double[][] {{0.5, 0.5}, {0, 0}}), data(zeros)))
                        .value())
                .isCloseTo(601.0 / N, within(1e-12)); // rows with the value 0
        int[] unknown = new int[N];
        Arrays.fill(unknown, 7);
        DataSplits data = data(unknown);
        Table table = new Table(new double[][] {{0.4, 0.1}, {0.2, 0.3}});
        assertThat(measured(measure("accuracy", table, data)).value()).isZero();
        assertThat(reason(measure("joint-log-likelihood", table, data)))
                .contains("minus infinity")
                .contains("1201 of 1201");
    }

    @Test
    void whereThereIsNoModelNoClassOrNoLabelTheReasonIsGiven() {
        Table table = new Table(new double[][] {{0.4, 0.1}, {0.2, 0.3}});
        for (String metric : new String[] {"joint-log-likelihood", "accuracy"}) {
            assertThat(reason(measure(metric, null, data(labels())))).contains(metric + " needs the model");
            assertThat(reason(measure(metric, table, data(null)))).contains("no labels");
            assertThat(reason(measure(metric, new ProductOfBernoullis(new double[1], 0, true), data(labels()))))
                    .contains("rows alone");
        }
    }

    /** Every third row has no class: both metrics are means over the others. */
    @Test
    void rowsWithoutAClassAreLeftOutAndCounted() {
        double[][] p = {{0.1, 0.3}, {0.2, 0.4}};
        int[] labels = new int[N];
        double joint = 0;
        int known = 0;
        for (int r = 0; r < N; r++) {
            labels[r] = r % 3 == 2 ? Labels.MISSING : r % 3;
            if (labels[r] >= 0) {
                joint += Math.log(p[r % 2][labels[r]]);
                known++;
            }
        }
        Metric.Result result = measure("joint-log-likelihood", new Table(p), data(labels));
        assertThat(measured(result).value()).isCloseTo(joint / known, within(1e-12));
        assertThat(measured(result).n()).isEqualTo(known);
        assertThat(result.protocol()).containsEntry("rows-without-class", Integer.toString(N - known));
        Metric.Result accuracy = measure("accuracy", new Table(p), data(labels));
        assertThat(measured(accuracy).n()).isEqualTo(known);
        // The second class is the more probable one for either value, and every other known row has it.
        assertThat(measured(accuracy).value()).isCloseTo(0.5, within(1.0 / known));
        int[] none = new int[N];
        Arrays.fill(none, Labels.MISSING);
        for (String metric : new String[] {"joint-log-likelihood", "accuracy"}) {
            assertThat(reason(measure(metric, new Table(p), data(none)))).contains("every test row is missing");
        }
    }

    /** Four test rows are emus, and no training row is one. */
    @Test
    void aClassThatNoTrainingRowHasIsNamed() {
        int[] labels = new int[N];
        Arrays.fill(labels, 0, 4, 2);
        Labels birds = new Labels("bird", List.of("ant", "bee", "emu"));
        DataSplits plain = data(null);
        DataSplits data = new DataSplits(
                "t",
                plain.train().withLabels(new int[N], birds),
                plain.validation(),
                plain.test().withLabels(labels, birds),
                Map.of());
        Table table = new Table(new double[][] {{0.4, 0.1, 0}, {0.3, 0.2, 0}});
        assertThat(reason(measure("joint-log-likelihood", table, data)))
                .isEqualTo("minus infinity: 4 of 1201 test rows are of class 'emu', which no training row has");
        Metric.Result accuracy = measure("accuracy", table, data);
        assertThat(measured(accuracy).value()).isCloseTo((N - 4.0) / N, within(1e-12));
        assertThat(accuracy.warnings())
                .containsExactly(
                        "4 of 1201 test rows are of class 'emu', which no training row has; they count as wrong");
        Table smoothed = new Table(new double[][] {{0.4, 0.05, 0.05}, {0.3, 0.1, 0.1}});
        assertThat(measured(measure("joint-log-likelihood", smoothed, data)).n())
                .isEqualTo(N);
    }
}
