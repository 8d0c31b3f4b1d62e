package verisim.core.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DoubleMathTest {
    @Test
    void exponentialHasTheStatedError() {
        double worst = 0;
        for (double u = 0; u < 100; u += 0.00137) {
            worst = Math.max(worst, Math.abs(DoubleMath.expMinus(u) - Math.exp(-u)));
        }
        assertThat(worst).isLessThan(1e-13);
        assertThat(DoubleMath.expMinus(0)).isEqualTo(1);
        assertThat(DoubleMath.expMinus(3)).isCloseTo(Math.exp(-3), within(1e-14));
        assertThat(DoubleMath.expMinus(Double.POSITIVE_INFINITY)).isBetween(0.0, 1e-26);
        assertThat(DoubleMath.expMinus(Double.NaN)).isNaN();
    }
}
