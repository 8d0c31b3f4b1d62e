package verisim.models.classical;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.RealMatrix;
import verisim.core.math.LogMath;
import verisim.core.random.RandomStream;

/**
 * EM for a mixture of normal distributions from one start, an iteration at a time, on features scaled to variance 1.
 *
 * <p>The maximisation step keeps the variance of a component in every direction at or above a share, the floor, of that of all rows in
 * the same direction. In features that are mixed so that all rows have covariance I, these are eigenvalues, and raising those below the
 * floor is the maximum under that constraint: so the log-likelihood still never falls. Only a reseeded component can lower it. A floor in
 * units of single features would bind where all features together lie near a plane, for one component already.
 */
final class MixtureFit {
    /** Responsibilities below do not change a sum of which one term is at least 1e-2 by a bit of double. */
    private static final double NEGLIGIBLE = 1e-20;

    private final double[] x;
    private final int n;
    private final int d;
    private final GaussianMixture.Covariance covariance;
    private final double floor;
    private final double[] overall; // S of all rows, [D, D]; null for diagonal covariances
    private final RealMatrix overallFactor; // its L
    private final double[] responsibilities; // [n, K]
    private double[] weights;
    private List<Normal> components = new ArrayList<>();
    private int reseedsLeft;
    private int reseeded;
    private int floored;

    /**
     * @param x scaled rows, [n, D]; kept, not changed
     */
    MixtureFit(double[] x, int d, GaussianMixtureOptions options, RandomStream random) {
        this.x = x;
        this.d = d;
        this.n = x.length / d;
        this.covariance = options.covariance();
        this.floor = options.varianceFloor();
        this.overall = covariance.dependent() ? overall(x, d) : null;
        this.overallFactor = covariance.dependent() ? overallFactor(overall, d) : null;
        this.reseedsLeft = 2 * options.components();
        int k = Math.min(options.components(), n);
        this.weights = new double[k];
        this.responsibilities = new double[n * k];
        int[] nearest = KMeansStart.assign(x, d, k, random);
        for (int r = 0; r < n; r++) {
            responsibilities[r * k + nearest[r]] = 1;
        }
        maximise(null);
    }

    /** Returns the covariance of the rows, or the identity if that has no inverse. */
    private static double[] overall(double[] x, int d) {
        double[] mean = new double[d];
        for (int i = 0; i < x.length; i++) {
            mean[i % d] += x[i] * d / x.length;
        }
        double[] centred = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            centred[i] = x[i] - mean[i % d];
        }
        double[] s = Covariances.covariance(centred, d);
        if (!positiveDefinite(matrix(s, d))) {
            for (int i = 0; i < s.length; i++) {
                s[i] = i % (d + 1) == 0 ? 1 : 0;
            }
        }
        return s;
    }

    private static RealMatrix overallFactor(double[] overall, int d) {
        return new CholeskyDecomposition(matrix(overall, d), 0, 0).getL();
    }

    private static RealMatrix matrix(double[] s, int d) {
        RealMatrix out = new Array2DRowRealMatrix(d, d);
        for (int i = 0; i < s.length; i++) {
            out.setEntry(i / d, i % d, s[i]);
        }
        return out;
    }

    double[] weights() {
        return weights.clone();
    }

    List<Normal> components() {
        return List.copyOf(components);
    }

    /** Returns how many covariances the floor has changed in the last iteration. */
    int floored() {
        return floored;
    }

    /** Returns how many empty components have been started again so far. */
    int reseeded() {
        return reseeded;
    }

    /** One iteration; returns the mean log-likelihood of the rows before it, nats, in scaled units. */
    double iterate() {
        double[] logP = new double[n];
        double mean = expect(logP);
        maximise(logP);
        return mean;
    }

    /** Returns the mean log-likelihood of scaled rows under the present parameters. */
    double logLikelihood(double[] rows) {
        int k = components.size();
        double[] joint = joint(rows);
        double sum = 0;
        for (int r = 0; r * d < rows.length; r++) {
            sum += LogMath.logSumExp(joint, r * k, k);
        }
        return sum * d / rows.length;
    }

    private double[] joint(double[] rows) {
        int count = rows.length / d;
        int k = components.size();
        double[] out = new double[count * k];
        double[] one = new double[count];
        for (int c = 0; c < k; c++) {
            components.get(c).logDensity(rows, count, d, one, 0);
            double logWeight = Math.log(weights[c]);
            for (int r = 0; r < count; r++) {
                out[r * k + c] = logWeight + one[r];
            }
        }
        return out;
    }

    private double expect(double[] logP) {
        int k = components.size();
        double[] joint = joint(x);
        double sum = 0;
        for (int r = 0; r < n; r++) {
            logP[r] = LogMath.logSumExp(joint, r * k, k);
            sum += logP[r];
            for (int c = 0; c < k; c++) {
                responsibilities[r * k + c] = Math.exp(joint[r * k + c] - logP[r]);
            }
        }
        return sum / n;
    }

    private void maximise(double[] logP) {
        int k = weights.length;
        floored = 0;
        double[] counts = new double[k];
        for (int i = 0; i < n * k; i++) {
            counts[i % k] += responsibilities[i];
        }
        boolean tied = covariance == GaussianMixture.Covariance.TIED;
        List<double[]> means = new ArrayList<>();
        List<double[]> scatters = new ArrayList<>();
        double[] pooled = tied ? new double[d * d] : null;
        for (int c = 0; c < k; c++) {
            double[] mean = mean(c, k, counts[c]);
            double[] scatter = tied ? pooled : new double[covariance.dependent() ? d * d : d];
            scatter(c, k, mean, scatter);
            means.add(mean);
            scatters.add(scatter);
        }
        double[] shared = tied ? factor(pooled, n) : null;
        List<Normal> next = new ArrayList<>();
        List<Double> kept = new ArrayList<>();
        for (int c = 0; c < k; c++) {
            if (counts[c] >= 1) {
                next.add(new Normal(
                        covariance.dependent(), means.get(c), tied ? shared : factor(scatters.get(c), counts[c])));
                kept.add(counts[c]);
            } else if (reseedsLeft > 0 && logP != null) {
                reseedsLeft--;
                reseeded++;
                next.add(reseed(logP, shared));
                kept.add(1.0);
            }
        }
        components = next;
        weights = new double[next.size()];
        double total = kept.stream().mapToDouble(Double::doubleValue).sum();
        for (int c = 0; c < weights.length; c++) {
            weights[c] = kept.get(c) / total;
        }
    }

    private double[] mean(int c, int k, double count) {
        double[] mean = new double[d];
        for (int r = 0; r < n; r++) {
            double g = responsibilities[r * k + c];
            if (g > NEGLIGIBLE) {
                for (int j = 0; j < d; j++) {
                    mean[j] += g * x[r * d + j];
                }
            }
        }
        for (int j = 0; j < d; j++) {
            mean[j] /= Math.max(count, Double.MIN_NORMAL);
        }
        return mean;
    }

    /** Adds {@code sum_r g_r (x_r - m)(x_r - m)^T}, or its diagonal, to {@code scatter}. */
    private void scatter(int c, int k, double[] mean, double[] scatter) {
        double[] gap = new double[d];
        for (int r = 0; r < n; r++) {
            double g = responsibilities[r * k + c];
            if (g <= NEGLIGIBLE) {
                continue;
            }
            for (int j = 0; j < d; j++) {
                gap[j] = x[r * d + j] - mean[j];
            }
            if (covariance.dependent()) {
                Covariances.addOuter(g, gap, 0, scatter, d);
            } else {
                for (int j = 0; j < d; j++) {
                    scatter[j] += g * gap[j] * gap[j];
                }
            }
        }
    }

    private double[] factor(double[] scatter, double count) {
        if (covariance.dependent()) {
            return fullFactor(scatter, count);
        }
        double[] out = new double[d];
        double mean = java.util.Arrays.stream(scatter).average().orElseThrow();
        boolean raised = false;
        for (int j = 0; j < d; j++) {
            double v = (covariance == GaussianMixture.Covariance.SPHERICAL ? mean : scatter[j]) / count;
            raised |= v < floor;
            out[j] = Math.sqrt(Math.max(v, floor));
        }
        floored += raised ? 1 : 0;
        return out;
    }

    private double[] fullFactor(double[] scatter, double count) {
        RealMatrix s = new Array2DRowRealMatrix(d, d);
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                double v = scatter[i * d + j] / count;
                s.setEntry(i, j, v);
                s.setEntry(j, i, v);
            }
        }
        RealMatrix above = s.copy();
        for (int i = 0; i < d * d; i++) {
            above.addToEntry(i / d, i % d, -floor * overall[i]);
        }
        if (!positiveDefinite(above)) {
            floored++;
            return raised(s);
        }
        RealMatrix l = new CholeskyDecomposition(s, 0, 0).getL();
        double[] out = new double[d * d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                out[i * d + j] = l.getEntry(i, j);
            }
        }
        return out;
    }

    private static boolean positiveDefinite(RealMatrix a) {
        try {
            new CholeskyDecomposition(a, 0, 0);
            return true;
        } catch (NonPositiveDefiniteMatrixException e) {
            return false;
        }
    }

    /** Returns L of the matrix whose eigenvalues below the floor, in units of all rows, are raised to it. */
    private double[] raised(RealMatrix s) {
        RealMatrix whitened = solved(solved(s).transpose()); // L^-1 S L^-T
        EigenDecomposition eigen =
                new EigenDecomposition(whitened.add(whitened.transpose()).scalarMultiply(0.5));
        RealMatrix v = overallFactor.multiply(eigen.getV());
        double[] rows = new double[d * d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                rows[i * d + j] = v.getEntry(i, j) * Math.sqrt(Math.max(floor, eigen.getRealEigenvalue(j)));
            }
        }
        return Normal.triangular(rows, d);
    }

    /** Returns {@code L^-1 A}, L of all rows. */
    private RealMatrix solved(RealMatrix a) {
        RealMatrix out = a.copy();
        for (int c = 0; c < d; c++) {
            for (int i = 0; i < d; i++) {
                double sum = out.getEntry(i, c);
                for (int j = 0; j < i; j++) {
                    sum -= overallFactor.getEntry(i, j) * out.getEntry(j, c);
                }
                out.setEntry(i, c, sum / overallFactor.getEntry(i, i));
            }
        }
        return out;
    }

    /** Starts a component at the row that the mixture explains worst, as wide as the data. */
    private Normal reseed(double[] logP, double[] shared) {
        int worst = 0;
        for (int r = 1; r < n; r++) {
            worst = logP[r] < logP[worst] ? r : worst;
        }
        logP[worst] = Double.POSITIVE_INFINITY;
        double[] mean = java.util.Arrays.copyOfRange(x, worst * d, (worst + 1) * d);
        if (shared != null) {
            return new Normal(true, mean, shared);
        }
        boolean full = covariance.dependent();
        double[] unit = new double[full ? d * d : d];
        for (int i = 0; i < d; i++) {
            unit[full ? i * (d + 1) : i] = 1;
        }
        return new Normal(full, mean, unit);
    }
}
