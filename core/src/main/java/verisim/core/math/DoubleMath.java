package verisim.core.math;

/** Functions in double that are made of multiplications only, so that loops over them vectorise. */
public final class DoubleMath {
    private static final double FARTHEST = 60;

    private DoubleMath() {}

    /**
     * Returns {@code exp(-u)} for u of at least 0, with an absolute error below 1e-13: for sums in which terms of less than
     * that do not count. {@code exp(-u/256)} by its Taylor polynomial of degree 7, squared eight times. Beyond 60 the result
     * stays at {@code exp(-60)}, which is 9e-27. NaN stays NaN.
     */
    public static double expMinus(double u) {
        double v = Math.min(u, FARTHEST) * (-1.0 / 256);
        double e = v * (1.0 / 5040) + 1.0 / 720;
        e = e * v + 1.0 / 120;
        e = e * v + 1.0 / 24;
        e = e * v + 1.0 / 6;
        e = e * v + 0.5;
        e = e * v + 1;
        e = e * v + 1;
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        return e * e;
    }
}
