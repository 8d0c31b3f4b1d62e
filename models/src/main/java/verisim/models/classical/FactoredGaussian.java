package verisim.models.classical;

import static verisim.core.Checks.require;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.Dataset;
import verisim.core.io.OrderedMaps;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.random.RandomStream;

/** {@code p_k(x) = prod_f N(x_f; m[k, f], s[k, f]^2)}. */
final class FactoredGaussian extends Factored {
    private final double[] mean;
    private final double[] deviation;
    private final double[] logDeviation;

    /**
     * @param mean m, [K, F]
     * @param deviation s, [K, F], each greater than 0
     */
    FactoredGaussian(int components, double[] mean, double[] deviation) {
        super(components, mean.length / components);
        require(
                mean.length == deviation.length,
                "there must be as many deviations as means, but there are %d and %d",
                deviation.length,
                mean.length);
        this.mean = mean.clone();
        this.deviation = deviation.clone();
        this.logDeviation = new double[mean.length];
        for (int i = 0; i < mean.length; i++) {
            require(
                    deviation[i] > 0 && Double.isFinite(deviation[i]),
                    "every deviation must be finite and greater than 0, but one is %s",
                    deviation[i]);
            logDeviation[i] = Math.log(deviation[i]);
        }
    }

    @Override
    Map<String, Object> settings() {
        return Map.of();
    }

    /** {@inheritDoc} Any number has a density. */
    @Override
    void check(float[] rows, int columns, boolean[] observed) {}

    double mean(int component, int feature) {
        return mean[component * features() + feature];
    }

    double deviation(int component, int feature) {
        return deviation[component * features() + feature];
    }

    /** Returns how many variances are at this share of the variance over all rows. */
    int floored(Scale scale, double floor) {
        int out = 0;
        for (int i = 0; i < deviation.length; i++) {
            out += deviation[i] <= Math.sqrt(scale.variance[i % features()]) * Math.sqrt(floor) ? 1 : 0;
        }
        return out;
    }

    @Override
    double logProbability(int component, int column, double value) {
        int i = component * features() + column % features();
        return LogMath.logStandardNormal((value - mean[i]) / deviation[i]) - logDeviation[i];
    }

    @Override
    double draw(int component, int column, RandomStream random) {
        int i = component * features() + column % features();
        return mean[i] + deviation[i] * random.nextGaussian();
    }

    @Override
    Map<String, INDArray> arrays() {
        return OrderedMaps.of(Map.of(
                "means", Arrays2d.matrix(mean, components(), features()),
                "deviations", Arrays2d.matrix(deviation, components(), features())));
    }

    /** Mean and variance (maximum likelihood, divisor n) of each feature over all rows. */
    static final class Scale {
        private final double[] mean;
        private final double[] variance;

        /**
         * Steps of a sequence count as rows: the columns of {@code data} are taken {@code features} at a time.
         *
         * @throws IllegalArgumentException if a feature is constant, so that no density describes it
         */
        Scale(String model, Dataset data, int features) {
            float[] x = data.toFloats();
            int rows = x.length / features;
            mean = new double[features];
            variance = new double[features];
            for (int i = 0; i < x.length; i++) {
                mean[i % features] += x[i];
            }
            for (int f = 0; f < features; f++) {
                mean[f] /= rows;
            }
            for (int i = 0; i < x.length; i++) {
                double gap = x[i] - mean[i % features];
                variance[i % features] += gap * gap;
            }
            for (int f = 0; f < features; f++) {
                variance[f] /= rows;
                require(
                        variance[f] > 0,
                        "%s: feature %d has the same value in all steps, and a constant has no density",
                        model,
                        f + 1);
            }
        }

        double mean(int feature) {
            return mean[feature];
        }

        double variance(int feature) {
            return variance[feature];
        }
    }

    /** Weighted mean and sum of squares around it, brought up to date value by value, in overall standard deviations. */
    static final class Moments implements Statistics {
        private final int components;
        private final int features;
        private final Scale scale;
        private final double floor;
        private final double[] weights;
        private final double[] means;
        private final double[] squares;
        private int floored;

        /** @param floor least variance, as a share of the variance over all rows */
        Moments(int components, int features, Scale scale, double floor) {
            this.components = components;
            this.features = features;
            this.scale = scale;
            this.floor = floor;
            this.weights = new double[components];
            this.means = new double[components * features];
            this.squares = new double[components * features];
        }

        @Override
        public void add(int component, float[] x, int from, double weight) {
            if (!(weight > 0)) {
                return;
            }
            weights[component] += weight;
            double share = weight / weights[component];
            for (int f = 0; f < features; f++) {
                int i = component * features + f;
                double v = (x[from + f] - scale.mean[f]) / Math.sqrt(scale.variance[f]);
                double gap = v - means[i];
                means[i] += share * gap;
                squares[i] += weight * gap * (v - means[i]);
            }
        }

        /** Returns how many variances the last estimate raised to the floor. */
        int floored() {
            return floored;
        }

        /** Without any knowledge mean and variance over all rows. */
        @Override
        public FactoredGaussian estimate(Factored before) {
            double[] mean = new double[means.length];
            double[] deviation = new double[means.length];
            floored = 0;
            for (int i = 0; i < means.length; i++) {
                int f = i % features;
                double unit = Math.sqrt(scale.variance[f]);
                double weight = weights[i / features];
                if (weight > 0) {
                    double v = squares[i] / weight;
                    floored += v < floor ? 1 : 0;
                    mean[i] = scale.mean[f] + unit * means[i];
                    deviation[i] = unit * Math.sqrt(Math.max(v, floor));
                } else if (before instanceof FactoredGaussian old) {
                    mean[i] = old.mean[i];
                    deviation[i] = old.deviation[i];
                } else {
                    mean[i] = scale.mean[f];
                    deviation[i] = unit;
                }
            }
            return new FactoredGaussian(components, mean, deviation);
        }
    }
}
