package verisim.models.boltzmann;

import java.util.function.ToDoubleFunction;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.random.RandomStream;
import verisim.models.nn.FeatureScaling;

/** Small Gaussian-Bernoulli RBMs, and what is known of them by plain loops and by quadrature: the oracle. */
final class TinyGaussianRbm {
    private TinyGaussianRbm() {}

    /** Features with means near 3 and spreads near 2, noise of about half of that. */
    static GaussianRbm random(int visible, int hidden, double scale, String name) {
        RandomStream random = RandomStream.ofSeed(78).child(name);
        RbmParameters p = RbmParameters.zeros(visible, hidden, new GaussianUnits(0, 1, 1e-3, 1));
        for (int i = 0; i < p.values().length; i++) {
            p.values()[i] = (float) (scale * random.nextGaussian());
        }
        for (int d = 0; d < visible; d++) {
            p.values()[p.ownFrom() + d] = (float) (-1.4 + 0.3 * random.nextGaussian());
        }
        float[] rows = new float[50 * visible];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) (3 + 2 * random.nextGaussian());
        }
        return GaussianRbm.of(
                p,
                FeatureScaling.of(Dataset.of(name, Split.TRAIN, DataKind.REAL, rows, visible)),
                GibbsSampling.every(40));
    }

    /** {@code log sum_h exp(-E(v, h)) - sum_d log scale_d} by listing all h. */
    static ToDoubleFunction<double[]> unnormalized(GaussianRbm rbm) {
        double[] mean = Arrays2d.toDoubles(rbm.state().array("mean"));
        double[] scale = Arrays2d.toDoubles(rbm.state().array("scale"));
        RbmParameters p = rbm.parameters();
        return x -> {
            double[] logs = new double[1 << p.hidden()];
            for (int h = 0; h < logs.length; h++) {
                for (int j = 0; j < p.hidden(); j++) {
                    logs[h] += TinyRbm.on(h, j) ? p.hiddenBias(j) : 0;
                }
                for (int d = 0; d < p.visible(); d++) {
                    double v = (x[d] - mean[d]) / scale[d];
                    double variance = Math.exp(p.values()[p.ownFrom() + d]);
                    logs[h] -= (v - p.visibleBias(d)) * (v - p.visibleBias(d)) / (2 * variance) + Math.log(scale[d]);
                    for (int j = 0; j < p.hidden(); j++) {
                        logs[h] += TinyRbm.on(h, j) ? v * p.weight(d, j) / variance : 0;
                    }
                }
            }
            return LogMath.logSumExp(logs);
        };
    }

    /** The integral of exp f over [-40, 40]^D, D at most 2, by the midpoint rule, exact to rounding for smooth functions that vanish. */
    static double logIntegral(int features, int cells, ToDoubleFunction<double[]> f) {
        double width = 80.0 / cells;
        double[] logs = new double[features == 1 ? cells : cells * cells];
        double[] x = new double[features];
        for (int i = 0; i < logs.length; i++) {
            for (int d = 0, rest = i; d < features; d++, rest /= cells) {
                x[d] = -40 + (rest % cells + 0.5) * width;
            }
            logs[i] = f.applyAsDouble(x);
        }
        return LogMath.logSumExp(logs) + features * Math.log(width);
    }
}
