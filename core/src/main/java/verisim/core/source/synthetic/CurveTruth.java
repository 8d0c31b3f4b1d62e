package verisim.core.source.synthetic;

import static verisim.core.Checks.require;

import java.util.List;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import verisim.core.data.DataKind;
import verisim.core.math.LogMath;
import verisim.core.random.RandomStream;

/**
 * Curves with isotropic Gaussian noise: a curve is chosen with equal probability, a point {@code c(t)} on it with t uniform on
 * [0, 1], and noise of standard deviation sigma is added.
 *
 * <pre>{@code p(x) = (1/K) sum_k integral_0^1 N(x; c_k(t), sigma^2 I) dt}</pre>
 *
 * <p>The integral is computed on panels no longer than sigma along the curve, 8 Gauss-Legendre nodes each. Within 10 sigma of
 * the curve it agrees with adaptive quadrature to 1e-6 relative or better; farther out log p stays finite, and the error of
 * the density grows slowly (its logarithm is then in the hundreds).
 */
public final class CurveTruth extends SyntheticTruth {
    private static final int NODES = 8;
    private static final int LENGTH_STEPS = 4096;
    private static final int MAXIMUM_NODES = 1 << 20;
    /** Terms smaller than the largest by {@code exp(-LIMIT)} are left out: with 2^20 of them, 1e-14 of the sum. */
    private static final double LIMIT = 46;
    /** Sigmas from the middle of a panel to its ends: half its length, with room for the speed found at 4,096 points. */
    private static final double REACH = 0.6;

    private final List<Curve> curves;
    private final double sigma;
    private final double[] centres;
    private final double[] nodes;
    private final double[] weights;

    /** A smooth curve, run through for t from 0 to 1. */
    @FunctionalInterface
    public interface Curve {
        /** Returns the point at t, [D]. */
        double[] at(double t);
    }

    /**
     * @param curves at least one, all in the same space
     * @param sigma standard deviation of the noise in each direction, greater than 0
     */
    public CurveTruth(List<Curve> curves, double sigma) {
        super(DataKind.REAL, Discrete.first(curves, "curves").at(0).length);
        require(sigma > 0 && Double.isFinite(sigma), "sigma must be finite and greater than 0, but was %s", sigma);
        this.curves = List.copyOf(curves);
        this.sigma = sigma;
        int[] panels = curves.stream()
                .mapToInt(c -> (int) Math.ceil(Math.min(1e9, greatestSpeed(c) / sigma)))
                .toArray();
        long count = 0;
        for (int p : panels) {
            count += (long) p * NODES;
        }
        require(
                count <= MAXIMUM_NODES,
                "sigma must be larger: at %s the density would need %d nodes, more than %d",
                sigma,
                count,
                MAXIMUM_NODES);
        centres = new double[(int) count / NODES * features()];
        nodes = new double[(int) count * features()];
        weights = new double[(int) count];
        GaussIntegrator rule = new GaussIntegratorFactory().legendre(NODES);
        int at = 0;
        for (int k = 0; k < panels.length; k++) {
            for (int p = 0; p < panels[k]; p++) {
                double[] centre = curves.get(k).at((p + 0.5) / panels[k]);
                System.arraycopy(centre, 0, centres, at / NODES * features(), features());
                for (int i = 0; i < NODES; i++) {
                    double t = (p + 0.5 + 0.5 * rule.getPoint(i)) / panels[k];
                    System.arraycopy(curves.get(k).at(t), 0, nodes, at * features(), features());
                    weights[at++] = 0.5 * rule.getWeight(i) / panels[k] / panels.length;
                }
            }
        }
    }

    @Override
    public boolean labelled() {
        return curves.size() > 1;
    }

    @Override
    int drawRow(double[] row, RandomStream random) {
        int k = random.nextInt(curves.size());
        double[] point = curves.get(k).at(random.nextDouble());
        for (int d = 0; d < row.length; d++) {
            row[d] = point[d] + sigma * random.nextGaussian();
        }
        return k;
    }

    @Override
    double logProbability(double[] x, int from) {
        int panels = weights.length / NODES;
        double nearestCentre = Double.POSITIVE_INFINITY;
        for (int p = 0; p < panels; p++) {
            nearestCentre = Math.min(nearestCentre, squaredDistance(x, from, centres, p));
        }
        // Only panels within reach are looked at; no node is farther from the middle of its panel than REACH.
        double scale = 0.5 / (sigma * sigma);
        double radius = Math.sqrt(nearestCentre + LIMIT / scale) + REACH * sigma;
        double nearest = Double.POSITIVE_INFINITY;
        for (int p = 0; p < panels; p++) {
            if (squaredDistance(x, from, centres, p) < radius * radius) {
                for (int j = p * NODES; j < (p + 1) * NODES; j++) {
                    nearest = Math.min(nearest, squaredDistance(x, from, nodes, j));
                }
            }
        }
        double limit = nearest + LIMIT / scale;
        double sum = 0;
        for (int p = 0; p < panels; p++) {
            if (squaredDistance(x, from, centres, p) < radius * radius) {
                for (int j = p * NODES; j < (p + 1) * NODES; j++) {
                    double distance = squaredDistance(x, from, nodes, j);
                    sum += distance < limit ? weights[j] * Math.exp(scale * (nearest - distance)) : 0;
                }
            }
        }
        return Math.log(sum) - scale * nearest - features() * (0.5 * LogMath.LOG_TWO_PI + Math.log(sigma));
    }

    private double squaredDistance(double[] x, int from, double[] points, int index) {
        int d = features();
        double sum = 0;
        for (int i = 0; i < d; i++) {
            double difference = x[from + i] - points[index * d + i];
            sum += difference * difference;
        }
        return sum;
    }

    private static double greatestSpeed(Curve curve) {
        double greatest = 0;
        double[] before = curve.at(0);
        for (int i = 1; i <= LENGTH_STEPS; i++) {
            double[] point = curve.at(i / (double) LENGTH_STEPS);
            double sum = 0;
            for (int d = 0; d < point.length; d++) {
                sum += (point[d] - before[d]) * (point[d] - before[d]);
            }
            greatest = Math.max(greatest, Math.sqrt(sum) * LENGTH_STEPS);
            before = point;
        }
        return greatest;
    }
}
