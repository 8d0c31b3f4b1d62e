package verisim.models.classical;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.RealMatrix;
import verisim.core.math.LogMath;

/**
 * Maximum likelihood of factor analysis for correlations R, an iteration at a time. For given noise psi the best loadings are known:
 * with eigenvalues {@code l_1 >= l_2 >= ...} and eigenvectors U of {@code R* = diag(psi)^-1/2 R diag(psi)^-1/2},
 *
 * <pre>{@code
 * W = diag(psi)^1/2 U_Z (max(l - 1, 0))^1/2
 * log p = -1/2 (D log(2 pi) + f),   f = sum_i log psi_i + sum_(m <= Z) (log l_m + 1) + sum_(m > Z) l_m     (l_m > 1 for m <= Z)
 * }</pre>
 *
 * so that f is a function of {@code t = log psi} alone, which Newton's method lowers between the bounds {@code floor <= psi <= 1}:
 *
 * <pre>{@code
 * df/dt_i          = sum_(m in N) (1 - l_m) u_im^2
 * d^2 f/dt_i dt_j  = (sum_(m in N) l_m u_im u_jm) (sum_(m in N) u_im u_jm)
 *                    + sum_(m in N, n not in N) (1 - l_m) (l_n + l_m) / (l_n - l_m) u_im u_in u_jm u_jn
 * }</pre>
 *
 * <p>N are the directions of noise alone. Where the whole is not positive definite it is damped; the first part always is, but for
 * rounding. EM, which needs some 1 / psi iterations, is no way to a noise of 1e-5.
 *
 * @see <a href="https://doi.org/10.1007/BF02289658">Jöreskog (1967), Some contributions to maximum likelihood factor analysis</a>
 */
final class FactorAnalysisFit {
    private static final int MOST_HALVINGS = 30;

    /** Added to the diagonal of the exact curvature, in its mean, until that is positive definite. */
    private static final double[] DAMPINGS = {1e-9, 1e-3, 1e-2, 0.1, 1, 10};

    /** Most features for which the exact curvature is worth its D^3 Z operations. */
    private static final int MOST_FOR_EXACT = 100;

    /** Largest change of log psi in one step. */
    private static final double LONGEST = 5;

    private final double[] r;
    private final int d;
    private final int latents;
    private final double[] logFloor;
    private double[] t;
    private Point at;

    /**
     * @param r correlations, [D, D]
     * @param start psi to begin at
     * @param floor least psi of each feature, in variances of the feature
     */
    FactorAnalysisFit(double[] r, int d, int latents, double[] start, double[] floor) {
        this.r = r;
        this.d = d;
        this.latents = latents;
        this.logFloor = Arrays.stream(floor).map(Math::log).toArray();
        this.t = new double[d];
        for (int i = 0; i < d; i++) {
            t[i] = Math.min(0, Math.max(logFloor[i], Math.log(start[i])));
        }
        this.at = new Point(t);
    }

    /** Returns the mean log-likelihood of the rows, nats per example, of features of variance 1. */
    double logLikelihood() {
        return -0.5 * (d * LogMath.LOG_TWO_PI + at.value);
    }

    /** Returns how many noise variances are at their floor. */
    int floored() {
        int out = 0;
        for (int i = 0; i < d; i++) {
            out += t[i] <= logFloor[i] ? 1 : 0;
        }
        return out;
    }

    /** Takes a step that raises the log-likelihood; returns whether there was one. */
    boolean iterate() {
        double[] gradient = at.gradient();
        boolean[] held = new boolean[d];
        for (int i = 0; i < d; i++) {
            held[i] = (t[i] <= logFloor[i] && gradient[i] > 0) || (t[i] >= 0 && gradient[i] < 0);
        }
        if (d <= MOST_FOR_EXACT) {
            RealMatrix exact = at.curvature(true);
            for (double damping : DAMPINGS) {
                if (descend(gradient, step(exact, damping, gradient, held))) {
                    return true;
                }
            }
        }
        return descend(gradient, step(at.curvature(false), DAMPINGS[0], gradient, held));
    }

    private boolean descend(double[] gradient, double[] step) {
        if (step == null) {
            return false;
        }
        double largest = 0;
        for (double s : step) {
            largest = Math.max(largest, Math.abs(s));
        }
        double length = largest > LONGEST ? LONGEST / largest : 1;
        for (int halving = 0; halving < MOST_HALVINGS; halving++, length /= 2) {
            double[] next = new double[d];
            double promised = 0;
            for (int i = 0; i < d; i++) {
                next[i] = Math.min(0, Math.max(logFloor[i], t[i] - length * step[i]));
                promised += gradient[i] * (t[i] - next[i]);
            }
            Point point = new Point(next);
            if (promised > 0 && point.value <= at.value - 1e-4 * promised && point.value < at.value) {
                t = next;
                at = point;
                return true;
            }
        }
        return false;
    }

    /** Returns {@code H^-1 g}, H damped, of the features that are not held, 0 for the others; null if H is not positive definite. */
    private double[] step(RealMatrix curvature, double damping, double[] gradient, boolean[] held) {
        RealMatrix h = curvature.copy();
        double[] g = gradient.clone();
        double mean = Math.abs(curvature.getTrace()) / d;
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < i; j++) {
                h.setEntry(j, i, h.getEntry(i, j)); // equal to the last bit
            }
        }
        for (int i = 0; i < d; i++) {
            if (held[i]) {
                for (int j = 0; j < d; j++) {
                    h.setEntry(i, j, 0);
                    h.setEntry(j, i, 0);
                }
                h.setEntry(i, i, 1);
                g[i] = 0;
            } else {
                h.addToEntry(i, i, damping * mean);
            }
        }
        try {
            return new CholeskyDecomposition(h, 0, 0)
                    .getSolver()
                    .solve(new Array2DRowRealMatrix(g))
                    .getColumn(0);
        } catch (NonPositiveDefiniteMatrixException e) {
            return null;
        }
    }

    /** Returns the model of features with these means and standard deviations. */
    FactorModel model(String name, double[] mean, double[] scale) {
        double[] loadings = new double[d * latents];
        double[] noise = new double[d];
        for (int i = 0; i < d; i++) {
            noise[i] = Math.exp(t[i]) * scale[i] * scale[i];
            for (int k = 0; k < latents; k++) {
                loadings[i * latents + k] = scale[i]
                        * Math.exp(0.5 * t[i])
                        * at.vectors.getEntry(i, k)
                        * Math.sqrt(Math.max(0, at.values[k] - 1));
            }
        }
        return new FactorModel(name, mean, loadings, noise);
    }

    /** f at one t, and the spectrum of R* it comes from. */
    private final class Point {
        private final double[] values;
        private final RealMatrix vectors;
        private final double value;

        Point(double[] logPsi) {
            RealMatrix scaled = new Array2DRowRealMatrix(d, d);
            double sum = 0;
            for (int i = 0; i < d; i++) {
                sum += logPsi[i];
                for (int j = 0; j <= i; j++) {
                    double v = r[i * d + j] * Math.exp(-0.5 * (logPsi[i] + logPsi[j]));
                    scaled.setEntry(i, j, v);
                    scaled.setEntry(j, i, v);
                }
            }
            EigenDecomposition eigen = new EigenDecomposition(scaled);
            values = eigen.getRealEigenvalues();
            vectors = eigen.getV();
            for (int m = 0; m < d; m++) {
                sum += isNoise(m) ? values[m] : Math.log(values[m]) + 1;
            }
            value = sum;
        }

        private boolean isNoise(int m) {
            return m >= latents || values[m] <= 1;
        }

        double[] gradient() {
            double[] out = new double[d];
            for (int m = 0; m < d; m++) {
                for (int i = 0; i < d && isNoise(m); i++) {
                    double u = vectors.getEntry(i, m);
                    out[i] += (1 - values[m]) * u * u;
                }
            }
            return out;
        }

        RealMatrix curvature(boolean exact) {
            RealMatrix weighted = new Array2DRowRealMatrix(d, d);
            RealMatrix plain = new Array2DRowRealMatrix(d, d);
            RealMatrix out = new Array2DRowRealMatrix(d, d);
            for (int m = 0; m < d; m++) {
                if (isNoise(m)) {
                    addOuter(weighted, values[m], vectors.getColumn(m));
                    addOuter(plain, 1, vectors.getColumn(m));
                }
            }
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    out.setEntry(i, j, weighted.getEntry(i, j) * plain.getEntry(i, j));
                }
            }
            for (int m = 0; m < d && exact; m++) {
                for (int n = 0; n < d; n++) {
                    if (isNoise(m) && !isNoise(n)) {
                        double[] product = vectors.getColumn(m);
                        for (int i = 0; i < d; i++) {
                            product[i] *= vectors.getEntry(i, n);
                        }
                        double gap = values[n] - values[m];
                        addOuter(out, (1 - values[m]) * (values[n] + values[m]) / gap, product);
                    }
                }
            }
            return out;
        }

        private void addOuter(RealMatrix sum, double weight, double[] u) {
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    sum.addToEntry(i, j, weight * u[i] * u[j]);
                }
            }
        }
    }
}
