package verisim.models.boltzmann;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import verisim.core.math.LogMath;
import verisim.core.random.RandomStream;

class CopiedChainsTest {
    private static final int ROWS = 200_000;

    /**
     * The statistics of one step from one state against all states of the step: 200,000 rows of values within [0, 1], so a standard error
     * of at most 0.0012, and 4.9 of those allowed.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStepIsOneOfTheMachineWithOneSideTwice(boolean visibleTwice) {
        Rbm rbm = TinyRbm.random(3, 2, 1.2, "copied");
        RbmParameters p = rbm.parameters();
        PhaseRows rows = new PhaseRows(p, ROWS, ROWS);
        float[] batch = new float[ROWS * 3];
        for (int r = 0; r < ROWS; r++) {
            batch[r * 3] = 1f;
            batch[r * 3 + 2] = 1f;
        }
        rows.load(batch, ROWS);
        new CopiedChains(p, visibleTwice, ROWS)
                .fill(rows, RandomStream.ofSeed(5).child("copied"));
        double[] expected = expected(p, new double[] {1, 0, 1}, visibleTwice);
        for (int d = 0; d < 3; d++) {
            for (int j = 0; j < 2; j++) {
                double mean = 0;
                for (int r = ROWS; r < 2 * ROWS; r++) {
                    mean += rows.visible[r * 3 + d] * rows.hidden[r * 2 + j] / ROWS;
                }
                assertThat(mean).isCloseTo(expected[d * 2 + j], within(4.9 * 0.0012));
            }
        }
        assertThat((double) rows.hidden[0]).isCloseTo(hidden(p, new double[] {1, 0, 1}, 0), within(1e-6));
    }

    private static double hidden(RbmParameters p, double[] v, int j) {
        double field = p.hiddenBias(j);
        for (int d = 0; d < 3; d++) {
            field += v[d] * p.weight(d, j);
        }
        return LogMath.sigmoid(field);
    }

    /** {@code E[v_d h_j]} after a step, v and h the means of copies; over all states of both copies. */
    private static double[] expected(RbmParameters p, double[] start, boolean visibleTwice) {
        double[] out = new double[6];
        for (int h = 0; h < 16; h++) { // two copies of two units
            double probability = 1;
            double[] mean = new double[2];
            for (int j = 0; j < 2; j++) {
                double on = hidden(p, start, j);
                for (int copy = 0; copy < 2; copy++) {
                    boolean one = TinyRbm.on(h, 2 * copy + j);
                    probability *= one ? on : 1 - on;
                    mean[j] += one && (copy == 0 || !visibleTwice) ? 1 : 0;
                }
            }
            for (int v = 0; v < 64; v++) { // two copies of three units
                double both = probability;
                double[] seen = new double[3];
                for (int d = 0; d < 3; d++) {
                    double field = p.visibleBias(d);
                    for (int j = 0; j < 2; j++) {
                        // over the mean of two visible copies the weights are 2 W; two hidden copies add up
                        field += (visibleTwice ? 0.5 : 1) * p.weight(d, j) * mean[j];
                    }
                    for (int copy = 0; copy < 2; copy++) {
                        boolean one = TinyRbm.on(v, 3 * copy + d);
                        both *= one ? LogMath.sigmoid(field) : LogMath.sigmoid(-field);
                        seen[d] += (one ? 1.0 : 0.0) * (visibleTwice ? 0.5 : copy == 0 ? 1 : 0);
                    }
                }
                for (int i = 0; i < 6; i++) {
                    out[i] += both * seen[i / 2] * hidden(p, seen, i % 2);
                }
            }
        }
        return out;
    }
}
