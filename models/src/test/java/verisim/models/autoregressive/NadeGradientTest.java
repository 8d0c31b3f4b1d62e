package verisim.models.autoregressive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verisim.core.data.DataKind;
import verisim.core.math.Blas;
import verisim.core.random.RandomStream;
import verisim.core.testkit.GradientCheck;
import verisim.models.nn.Activation;

/** The passes of NADE against the paper's formulas in double, and their gradient against central differences. */
class NadeGradientTest {
    private static final double FLOOR = 0.01;
    private static final int ROWS = 7;

    private record Case(NadeLayout layout, Conditionals conditionals, float[] parameters, float[] rows) {
        double[] row(int r) {
            double[] out = new double[layout.features()];
            for (int d = 0; d < out.length; d++) {
                out[d] = rows[r * out.length + d];
            }
            return out;
        }
    }

    /** Weights far from 0, so that every path counts; more features than two blocks; a row of zeros and one of ones. */
    private static Case make(Activation.Function activation, DataKind kind, int features, int hidden) {
        boolean real = kind == DataKind.REAL;
        NadeLayout layout = new NadeLayout(features, hidden, real ? 6 : 1, activation, real);
        RandomStream random = RandomStream.ofSeed(11);
        float[] parameters = new float[layout.parameterCount()];
        random.fillGaussian(parameters, 0, parameters.length);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] *= 0.5f;
        }
        float[] rows = new float[ROWS * features];
        if (real) {
            random.fillGaussian(rows, 0, rows.length);
            rows[1] = 0;
        } else {
            for (int i = 2 * features; i < rows.length; i++) {
                rows[i] = random.nextDouble() < 0.3 ? 1 : 0;
            }
            java.util.Arrays.fill(rows, features, 2 * features, 1f);
        }
        return new Case(layout, Nade.conditionals(kind, 2, FLOOR), parameters, rows);
    }

    @ParameterizedTest
    @CsvSource({"SIGMOID, BINARY, 37", "RELU, BINARY, 32", "SIGMOID, BINARY, 1", "RELU, REAL, 5", "SIGMOID, REAL, 4"})
    void scoresAreThoseOfThePaper(Activation.Function activation, DataKind kind, int features) {
        Case c = make(activation, kind, features, 9);
        double[] logP = NadeObjective.score(c.layout, c.conditionals, c.parameters, c.rows);
        double[] parameters = GradientCheck.widen(c.parameters);
        for (int r = 0; r < ROWS; r++) {
            double expected = NadeReference.logLikelihood(c.layout, parameters, c.row(r), FLOOR);
            assertThat(logP[r]).as("row %d", r).isCloseTo(expected, within(1e-5 * Math.max(1, Math.abs(expected))));
        }
    }

    @ParameterizedTest
    @CsvSource({"SIGMOID, BINARY, 37", "RELU, BINARY, 32", "SIGMOID, BINARY, 1", "RELU, REAL, 5", "SIGMOID, REAL, 4"})
    void gradientsAgreeWithCentralDifferences(Activation.Function activation, DataKind kind, int features) {
        Case c = make(activation, kind, features, 6);
        NadeObjective objective = new NadeObjective(c.layout, c.conditionals, ROWS, c.rows, 0);
        float[] gradient = new float[c.parameters.length];
        double sum = objective.gradient(c.parameters, c.rows, ROWS, gradient, RandomStream.ofSeed(1));
        double[] numeric =
                GradientCheck.centralDifferences(p -> -total(c, p) / ROWS, GradientCheck.widen(c.parameters));
        GradientCheck.assertAgree(activation + " " + kind, gradient, numeric, 2e-4);
        assertThat(sum).isCloseTo(total(c, GradientCheck.widen(c.parameters)), within(1e-3));
    }

    private static double total(Case c, double[] parameters) {
        double sum = 0;
        for (int r = 0; r < ROWS; r++) {
            sum += NadeReference.logLikelihood(c.layout, parameters, c.row(r), FLOOR);
        }
        return sum;
    }

    /** Chunks are the same on one thread and on two, and products within a chunk have one thread: equal bits. */
    @Test
    void theNumberOfThreadsChangesNoNumber() {
        Case c = make(Activation.Function.SIGMOID, DataKind.BINARY, 150, 64);
        int threads = Blas.threads();
        float[][] gradients = new float[2][c.parameters.length];
        double[] sums = new double[2];
        double[][] scores = new double[2][];
        try {
            for (int t = 0; t < 2; t++) {
                Blas.setThreads(t + 1);
                NadeObjective objective = new NadeObjective(c.layout, c.conditionals, ROWS, c.rows, 0);
                sums[t] = objective.gradient(c.parameters, c.rows, ROWS, gradients[t], RandomStream.ofSeed(1));
                scores[t] = NadeObjective.score(c.layout, c.conditionals, c.parameters, c.rows);
            }
        } finally {
            Blas.setThreads(threads);
        }
        assertThat(gradients[0]).isEqualTo(gradients[1]);
        assertThat(sums[0]).isEqualTo(sums[1]);
        assertThat(scores[0]).isEqualTo(scores[1]);
    }

    /** A batch of one leaves a chunk without rows. */
    @Test
    void aBatchOfOneRowHasTheGradientOfThatRow() {
        Case c = make(Activation.Function.SIGMOID, DataKind.BINARY, 20, 5);
        NadeObjective objective = new NadeObjective(c.layout, c.conditionals, ROWS, c.rows, 0);
        float[] row = java.util.Arrays.copyOfRange(c.rows, 3 * 20, 4 * 20);
        float[] gradient = new float[c.parameters.length];
        objective.gradient(c.parameters, row, 1, gradient, RandomStream.ofSeed(1));
        double[] numeric = GradientCheck.centralDifferences(
                p -> -NadeReference.logLikelihood(c.layout, p, c.row(3), FLOOR), GradientCheck.widen(c.parameters));
        GradientCheck.assertAgree("one row", gradient, numeric, 2e-4);
    }
}
