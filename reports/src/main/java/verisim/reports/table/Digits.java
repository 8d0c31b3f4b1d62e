package verisim.reports.table;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Prints numbers with the digits their error leaves them: the half width of the interval gets one digit, two if it begins
 * with 1 or 2, and the value ends at the same decimal place.
 */
public final class Digits {
    private Digits() {}

    /**
     * A number as it is printed.
     *
     * @param value such as {@code -6.03}
     * @param half half width of the interval to the same decimal place; empty if there is none
     * @param exponent power of ten that both are to be multiplied by; 0 for ordinary sizes
     */
    public record Printed(String value, String half, int exponent) {
        /** Returns {@code -6.03 ± 0.02} or {@code 1.20e-9 ± 0.05e-9}, which {@code Double.parseDouble} reads part by part. */
        public String plain() {
            String power = exponent == 0 ? "" : "e" + exponent;
            return value + power + (half.isEmpty() ? "" : " \u00b1 " + half + power);
        }
    }

    /**
     * Returns {@code value} with its half width.
     *
     * @param half half width; 0 or NaN if there is none: then six significant digits are printed, four where the error is unknown (NaN)
     */
    public static Printed of(double value, double half) {
        if (!Double.isFinite(value)) {
            return new Printed(infinite(value), "", 0);
        }
        boolean noError = !Double.isFinite(half) || half <= Math.abs(value) * 1e-12;
        if (noError) {
            int digits = Double.isFinite(half) ? 6 : 4;
            int exponent = exponent(Math.abs(value));
            BigDecimal rounded =
                    BigDecimal.valueOf(value).scaleByPowerOfTen(-exponent).round(new MathContext(digits));
            return new Printed(zeroFree(rounded), "", exponent);
        }
        int exponent = exponent(Math.max(Math.abs(value), half));
        BigDecimal h = roundedHalf(BigDecimal.valueOf(half).scaleByPowerOfTen(-exponent));
        BigDecimal v =
                BigDecimal.valueOf(value).scaleByPowerOfTen(-exponent).setScale(h.scale(), RoundingMode.HALF_EVEN);
        return new Printed(v.toPlainString(), h.toPlainString(), exponent);
    }

    /** Returns {@code [a, b]} with the digits that its width leaves. */
    public static String bracket(double low, double high) {
        if (!(high > low) || !Double.isFinite(high - low)) {
            return "[" + of(low, 0).plain() + ", " + of(high, 0).plain() + "]";
        }
        int exponent = exponent(Math.max(Math.abs(low), Math.abs(high)));
        String power = exponent == 0 ? "" : "e" + exponent;
        BigDecimal width = BigDecimal.valueOf(high - low).scaleByPowerOfTen(-exponent);
        int scale = roundedHalf(width).scale() + 1;
        return "[" + scaled(low, exponent, scale, RoundingMode.FLOOR) + power + ", "
                + scaled(high, exponent, scale, RoundingMode.CEILING) + power + "]";
    }

    private static String scaled(double value, int exponent, int scale, RoundingMode mode) {
        return BigDecimal.valueOf(value)
                .scaleByPowerOfTen(-exponent)
                .setScale(scale, mode)
                .toPlainString();
    }

    private static BigDecimal roundedHalf(BigDecimal half) {
        BigDecimal one = half.round(new MathContext(1, RoundingMode.HALF_UP));
        BigDecimal two = half.round(new MathContext(2, RoundingMode.HALF_UP));
        boolean small = two.unscaledValue().abs().toString().compareTo("30") < 0;
        // 0.098 has become 0.1 on the way to one digit: begins with 1, so it is 0.10.
        boolean carried = !small && one.unscaledValue().equals(BigInteger.ONE);
        BigDecimal kept = small ? two : carried ? one.setScale(one.scale() + 1) : one;
        // Never an exponent here: 1234 becomes 1200.
        return kept.scale() < 0 ? kept.setScale(0) : kept;
    }

    private static int exponent(double magnitude) {
        if (magnitude == 0 || (magnitude >= 1e-3 && magnitude < 1e6)) {
            return 0;
        }
        return (int) Math.floor(Math.log10(magnitude));
    }

    private static String zeroFree(BigDecimal value) {
        if (value.signum() == 0) {
            return "0";
        }
        BigDecimal stripped = value.stripTrailingZeros();
        return (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString();
    }

    private static String infinite(double value) {
        return Double.isNaN(value) ? "not a number" : value > 0 ? "\u221e" : "-\u221e";
    }
}
