package verisim.models.boltzmann;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import verisim.core.math.LogMath;

class MeanFieldTest {
    private static final float[] STATES = TinyRbm.states(4);

    private static MeanField field(TinyDbm tiny, int steps, double tolerance, double damping) {
        Dbm machine = tiny.machine(1);
        return new MeanField(
                machine.shape(), machine.parameters(), new MeanField.Settings(steps, tolerance, damping), 16);
    }

    /** {@code E_q[-E(v, h)] + H(q)} by all states of the hidden layers. */
    private static double boundByStates(TinyDbm tiny, MeanField field, int v) {
        int hidden = tiny.units() - 4;
        double sum = 0;
        for (int h = 0; h < 1 << hidden; h++) {
            double logQ = 0;
            for (int i = 0; i < hidden; i++) {
                double q = probability(tiny, field, v, i);
                logQ += Math.log(TinyRbm.on(h, i) ? q : 1 - q);
            }
            sum += Math.exp(logQ) * (tiny.score((long) h << 4 | v) - logQ);
        }
        return sum;
    }

    private static double probability(TinyDbm tiny, MeanField field, int v, int hidden) {
        int first = tiny.widths[1];
        int second = tiny.widths[2];
        if (hidden >= first && hidden < first + second) {
            return field.second()[v * second + hidden - first];
        }
        return field.odd()[v * tiny.odd() + (hidden < first ? hidden : hidden - second)];
    }

    @ParameterizedTest
    @MethodSource("verisim.models.boltzmann.DbmTest#machines")
    void theBoundIsThatOfItsDistributionAndBelowTheTruth(TinyDbm tiny) {
        double[] exact = tiny.unnormalized();
        for (MeanField field : new MeanField[] {field(tiny, 1, 0, 0), field(tiny, 60, 0, 0), field(tiny, 3, 0, 0.4)}) {
            field.run(STATES, 0, 16);
            for (int v = 0; v < 16; v++) {
                double bound = field.bound(STATES, 0, v);
                assertThat(bound).isCloseTo(boundByStates(tiny, field, v), within(1e-5));
                assertThat(bound).isLessThan(Math.log(exact[v]));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("verisim.models.boltzmann.DbmTest#machines")
    void stepsEndAtAFixedPointAndTheBoundNeverFalls(TinyDbm tiny) {
        double[] last = new double[16];
        java.util.Arrays.fill(last, Double.NEGATIVE_INFINITY);
        for (int steps = 1; steps <= 8; steps++) {
            MeanField field = field(tiny, steps, 0, 0);
            field.run(STATES, 0, 16);
            // it ends early where not a bit changes
            assertThat(field.steps() == steps || field.change() == 0f).isTrue();
            for (int v = 0; v < 16; v++) {
                assertThat(field.bound(STATES, 0, v)).isGreaterThan(last[v] - 1e-6);
                last[v] = field.bound(STATES, 0, v);
            }
        }
        MeanField converged = field(tiny, 500, 1e-6, 0);
        MeanField damped = field(tiny, 500, 1e-6, 0.5);
        converged.run(STATES, 0, 16);
        damped.run(STATES, 0, 16);
        assertThat(converged.change()).isLessThanOrEqualTo(1e-6f);
        assertThat(converged.steps()).isBetween(2, 200);
        int first = tiny.widths[1];
        for (int v = 0; v < 16; v++) {
            for (int i = 0; i < tiny.units() - 4; i++) {
                double q = probability(tiny, converged, v, i);
                assertThat(q).isCloseTo(probability(tiny, damped, v, i), within(1e-5));
                if (i < first) { // mu_1 = sigmoid(c_1 + v W1 + mu_2 W2')
                    double sum = tiny.biases[1][i];
                    for (int d = 0; d < 4; d++) {
                        sum += TinyRbm.on(v, d) ? tiny.weights[0][d][i] : 0;
                    }
                    for (int k = 0; k < tiny.widths[2]; k++) {
                        sum += tiny.weights[1][i][k] * probability(tiny, converged, v, first + k);
                    }
                    assertThat(q).isCloseTo(LogMath.sigmoid(sum), within(1e-5));
                }
            }
        }
    }

    @Test
    void rowsMayBeginAnywhere() {
        TinyDbm tiny = DbmTest.machines().get(1);
        MeanField all = field(tiny, 9, 0, 0);
        MeanField some = field(tiny, 9, 0, 0);
        all.run(STATES, 0, 16);
        some.run(STATES, 5, 3);
        for (int r = 0; r < 3; r++) {
            assertThat(some.bound(STATES, 5, r)).isCloseTo(all.bound(STATES, 0, 5 + r), within(1e-5));
        }
    }

    @Test
    void explainsBadSettings() {
        assertThatThrownBy(() -> new MeanField.Settings(0, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("meanFieldSteps must be at least 1, but was 0");
        assertThatThrownBy(() -> new MeanField.Settings(1, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("meanFieldDamping");
    }
}
