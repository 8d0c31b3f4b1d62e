package verisim.core.testkit;

import static verisim.core.Checks.require;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Central differences of a loss in double, the reference for gradients written by hand. */
public final class GradientCheck {
    private static final double STEP = 1e-5;

    private GradientCheck() {}

    /** Returns the gradient of {@code loss} at {@code point}: {@code (f(x + h) - f(x - h)) / 2h}, h = 1e-5 max(1, |x|). */
    public static double[] centralDifferences(ToDoubleFunction<double[]> loss, double[] point) {
        double[] x = point.clone();
        double[] gradient = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double kept = x[i];
            double h = STEP * Math.max(1, Math.abs(kept));
            x[i] = kept + h;
            double above = loss.applyAsDouble(x);
            x[i] = kept - h;
            double below = loss.applyAsDouble(x);
            x[i] = kept;
            gradient[i] = (above - below) / (2 * h);
        }
        return gradient;
    }

    /**
     * Asserts that two gradients agree: {@code |a_i - n_i| <= tolerance max(|n_i|, rms(n))} for every i. The root mean square
     * stands in for components near 0, where single precision has no relative accuracy.
     *
     * @param what named in the message
     * @param analytic the gradient to be checked
     * @param numeric the reference
     */
    public static void assertAgree(String what, float[] analytic, double[] numeric, double tolerance) {
        require(
                analytic.length == numeric.length,
                "%s: gradients must be of one length, but have %d and %d values",
                what,
                analytic.length,
                numeric.length);
        double square = 0;
        for (double v : numeric) {
            square += v * v;
        }
        double rms = Math.sqrt(square / numeric.length);
        for (int i = 0; i < numeric.length; i++) {
            double gap = Math.abs(analytic[i] - numeric[i]);
            if (!(gap <= tolerance * Math.max(Math.abs(numeric[i]), rms))) {
                throw new AssertionError(String.format(
                        Locale.ROOT,
                        "%s: component %d of the gradient is %.8g, central differences give %.8g (rms %.3g, tolerance %.0e)",
                        what,
                        i,
                        analytic[i],
                        numeric[i],
                        rms,
                        tolerance));
            }
        }
    }

    /** Returns float values as double. */
    public static double[] widen(float[] values) {
        double[] out = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            out[i] = values[i];
        }
        return out;
    }
}
