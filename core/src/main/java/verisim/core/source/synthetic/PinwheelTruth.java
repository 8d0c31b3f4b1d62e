package verisim.core.source.synthetic;

import static verisim.core.Checks.require;

import verisim.core.data.DataKind;
import verisim.core.math.LogMath;
import verisim.core.random.RandomStream;

/**
 * A pinwheel: K normal distributions on a circle, long in the radial direction, twisted around the origin.
 *
 * <p>Arm k is drawn as {@code u = (r + a z1, b z2)} turned by {@code 2 pi k / K}; then every point is turned by
 * {@code twist * |u|}. A turn by an angle that depends on the distance to the origin alone keeps that distance and every area,
 * so it is undone by turning back by {@code twist * |x|} and the density needs no Jacobian:
 *
 * <pre>{@code p(x) = (1/K) sum_k N(R(-2 pi k / K - twist |x|) x; (r, 0), diag(a^2, b^2))}</pre>
 *
 * <p>Johnson et al. (2016) turn by an exponential of the first coordinate; that map folds over itself far out and its density
 * is not known. Their figure and this one look alike.
 *
 * @see <a href="https://arxiv.org/abs/1603.06277">Johnson, Duvenaud, Wiltschko, Datta and Adams (2016)</a>
 */
public final class PinwheelTruth extends SyntheticTruth {
    private static final double RADIUS = 2;

    private final int arms;
    private final double radial;
    private final double tangential;
    private final double twist;

    /**
     * @param arms K, at least 1
     * @param radial a, standard deviation along an arm
     * @param tangential b, standard deviation across an arm
     * @param twist radians of turn for each unit of distance
     */
    public PinwheelTruth(int arms, double radial, double tangential, double twist) {
        super(DataKind.REAL, 2);
        require(arms >= 1, "arms must be at least 1, but was %d", arms);
        require(
                radial > 0 && tangential > 0,
                "radial and tangential must be greater than 0, but were %s and %s",
                radial,
                tangential);
        require(Double.isFinite(twist), "twist must be finite, but was %s", twist);
        this.arms = arms;
        this.radial = radial;
        this.tangential = tangential;
        this.twist = twist;
    }

    @Override
    public boolean labelled() {
        return true;
    }

    @Override
    int drawRow(double[] row, RandomStream random) {
        int k = random.nextInt(arms);
        double u = RADIUS + radial * random.nextGaussian();
        double v = tangential * random.nextGaussian();
        double angle = 2 * Math.PI * k / arms + twist * Math.hypot(u, v);
        row[0] = Math.cos(angle) * u - Math.sin(angle) * v;
        row[1] = Math.sin(angle) * u + Math.cos(angle) * v;
        return k;
    }

    @Override
    double logProbability(double[] x, int from) {
        double distance = Math.hypot(x[from], x[from + 1]);
        double[] terms = new double[arms];
        for (int k = 0; k < arms; k++) {
            double angle = -2 * Math.PI * k / arms - twist * distance;
            double u = Math.cos(angle) * x[from] - Math.sin(angle) * x[from + 1];
            double v = Math.sin(angle) * x[from] + Math.cos(angle) * x[from + 1];
            terms[k] = LogMath.logStandardNormal((u - RADIUS) / radial) + LogMath.logStandardNormal(v / tangential);
        }
        return LogMath.logMeanExp(terms) - Math.log(radial) - Math.log(tangential);
    }
}
