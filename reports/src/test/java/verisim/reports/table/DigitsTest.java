package verisim.reports.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verisim.core.random.RandomStream;
import verisim.reports.Locales;

class DigitsTest {
    @ParameterizedTest
    @CsvSource({
        "-6.0312, 0.0213, -6.031 \u00b1 0.021",
        "-6.0312, 0.0352, -6.03 \u00b1 0.04",
        "-84.16, 0.0996, -84.16 \u00b1 0.10",
        "123.4567, 0.098, 123.46 \u00b1 0.10",
        "1234.4, 231, 1234 \u00b1 230",
        "0.00012, 3.4, 0 \u00b1 3",
        "1.23456e-9, 5.2e-11, 1.23e-9 \u00b1 0.05e-9",
        "-0.0004, 0.0001, -4.0e-4 \u00b1 1.0e-4",
        "12345678, 1200, 1.23457e7 \u00b1 0.00012e7",
        "8, 0, 8",
        "0, 0, 0",
        "0.1234567, 0, 0.123457",
        "0.1234567, NaN, 0.1235",
        "1e-9, NaN, 1e-9",
        "-2500000, 0, -2.5e6"
    })
    void digitsFollowTheError(double value, double half, String expected) {
        assertThat(Digits.of(value, half).plain()).isEqualTo(expected);
        assertThat(Locales.withDecimalComma(() -> Digits.of(value, half).plain()))
                .isEqualTo(expected);
    }

    @Test
    void printedNumbersReadBackWithinTheirLastDigit() {
        RandomStream random = RandomStream.ofSeed(11);
        for (int i = 0; i < 2000; i++) {
            double value = random.nextGaussian() * Math.pow(10, random.nextInt(24) - 12);
            double half = Math.abs(value) * Math.pow(10, -random.nextInt(6)) * (0.1 + random.nextDouble());
            String[] parts = Digits.of(value, half).plain().split(" \u00b1 ");
            // Worst case: a half width of 2.95 is printed as 3, and both are rounded to a unit of 1.
            assertThat(Double.parseDouble(parts[0])).isCloseTo(value, within(half * 0.1695));
            assertThat(Double.parseDouble(parts[1])).isCloseTo(half, within(half * 0.1695));
        }
    }

    @Test
    void aBracketIsNeverPrintedNarrowerThanItIs() {
        assertThat(Digits.bracket(-4.6123, -4.4188)).isEqualTo("[-4.613, -4.418]");
        assertThat(Digits.bracket(2, 2)).isEqualTo("[2, 2]");
        assertThat(Digits.bracket(Double.NEGATIVE_INFINITY, -1.5)).isEqualTo("[-\u221e, -1.5]");
        assertThat(Digits.bracket(1.23e-8, 2.46e-8)).isEqualTo("[1.23e-8, 2.46e-8]");
    }
}
