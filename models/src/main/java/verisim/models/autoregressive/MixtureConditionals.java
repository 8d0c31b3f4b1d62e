package verisim.models.autoregressive;

import org.apache.commons.math3.distribution.NormalDistribution;
import verisim.core.math.LogMath;
import verisim.core.random.RandomStream;

/**
 * A mixture of K normal distributions for each feature:
 *
 * <pre>{@code p(x) = sum_k w_k N(x; m_k, s_k^2),   w = softmax(a),   s_k = floor + exp(b_k)}</pre>
 *
 * <p>The outputs of a feature are a [K], m [K], b [K]. The floor keeps a component from collapsing onto a single value, where
 * the likelihood would grow without bound.
 *
 * @see <a href="https://arxiv.org/abs/1306.0186">Uria, Murray and Larochelle (2013), RNADE: the real-valued neural
 *     autoregressive density-estimator</a>
 */
final class MixtureConditionals implements Conditionals {
    private final int components;
    private final double scaleFloor;

    MixtureConditionals(int components, double scaleFloor) {
        this.components = components;
        this.scaleFloor = scaleFloor;
    }

    double scaleFloor() {
        return scaleFloor;
    }

    /** Returns whether the component with the largest share of the density of a value has a scale within a tenth of the floor. */
    boolean isAtFloor(float x, float[] outputs, int at) {
        double largest = Double.NEGATIVE_INFINITY;
        double scale = Double.POSITIVE_INFINITY;
        for (int k = 0; k < components; k++) {
            double s = scaleFloor + Math.exp(outputs[at + 2 * components + k]);
            double joint =
                    outputs[at + k] + LogMath.logStandardNormal((x - outputs[at + components + k]) / s) - Math.log(s);
            if (joint > largest) {
                largest = joint;
                scale = s;
            }
        }
        return scale <= 1.1 * scaleFloor;
    }

    @Override
    public int perFeature() {
        return 3 * components;
    }

    @Override
    public double logLikelihood(float[] x, int xFrom, float[] outputs, int outputsFrom, int features) {
        double[] joint = new double[components];
        double[] weights = new double[components];
        double sum = 0;
        for (int d = 0; d < features; d++) {
            int at = outputsFrom + d * perFeature();
            for (int k = 0; k < components; k++) {
                double s = scaleFloor + Math.exp(outputs[at + 2 * components + k]);
                double u = (x[xFrom + d] - outputs[at + components + k]) / s;
                weights[k] = outputs[at + k];
                joint[k] = weights[k] + LogMath.logStandardNormal(u) - Math.log(s);
            }
            sum += LogMath.logSumExp(joint) - LogMath.logSumExp(weights);
        }
        return sum;
    }

    /**
     * With responsibilities {@code q_k = w_k N_k / p} and {@code u_k = (x - m_k) / s_k}, the gradients of {@code log p} are
     * {@code q_k - w_k} for a_k, {@code q_k u_k / s_k} for m_k and {@code q_k (u_k^2 - 1) (s_k - floor) / s_k} for b_k.
     */
    @Override
    public double gradient(float[] x, float[] outputs, float[] gradient, int rows, int features) {
        int k3 = 3 * components;
        double[] joint = new double[components];
        double[] weights = new double[components];
        double[] u = new double[components];
        double[] s = new double[components];
        double sum = 0;
        double scale = -1.0 / rows;
        for (int i = 0; i < rows * features; i++) {
            int at = i * k3;
            for (int k = 0; k < components; k++) {
                s[k] = scaleFloor + Math.exp(outputs[at + 2 * components + k]);
                u[k] = (x[i] - outputs[at + components + k]) / s[k];
                weights[k] = outputs[at + k];
                joint[k] = weights[k] + LogMath.logStandardNormal(u[k]) - Math.log(s[k]);
            }
            double logP = LogMath.logSumExp(joint);
            double logTotal = LogMath.logSumExp(weights);
            sum += logP - logTotal;
            for (int k = 0; k < components; k++) {
                double q = Math.exp(joint[k] - logP);
                double w = Math.exp(weights[k] - logTotal);
                gradient[at + k] = (float) (scale * (q - w));
                gradient[at + components + k] = (float) (scale * q * u[k] / s[k]);
                gradient[at + 2 * components + k] =
                        (float) (scale * q * (u[k] * u[k] - 1) * (s[k] - scaleFloor) / s[k]);
            }
        }
        return sum;
    }

    @Override
    public void sample(float[] outputs, int stride, float[] x, int from, int rows, RandomStream random) {
        double[] weights = new double[components];
        for (int r = 0; r < rows; r++) {
            for (int k = 0; k < components; k++) {
                weights[k] = outputs[k * stride + r];
            }
            double logTotal = LogMath.logSumExp(weights);
            double left = random.nextDouble();
            int k = -1;
            do {
                k++;
                left -= Math.exp(weights[k] - logTotal);
            } while (left >= 0 && k + 1 < components);
            double s = scaleFloor + Math.exp(outputs[(2 * components + k) * stride + r]);
            x[from + r] = (float) (outputs[(components + k) * stride + r] + s * random.nextGaussian());
        }
    }

    /**
     * For standardised features: means at the quantiles of a standard normal distribution, equal weights, and a common width
     * with which the mixture has about variance 1.
     */
    @Override
    public void initializeBiases(float[] x, int features, float[] biases, int from) {
        NormalDistribution normal = new NormalDistribution(null, 0, 1);
        double[] means = new double[components];
        double between = 0;
        for (int k = 0; k < components; k++) {
            means[k] = normal.inverseCumulativeProbability((k + 0.5) / components);
            between += means[k] * means[k] / components;
        }
        double s = Math.sqrt(Math.max(1 - between, 0.25 / components));
        double b = Math.log(Math.max(s - scaleFloor, 0.1 * s));
        for (int d = 0; d < features; d++) {
            int at = from + d * perFeature();
            for (int k = 0; k < components; k++) {
                biases[at + k] = 0f;
                biases[at + components + k] = (float) means[k];
                biases[at + 2 * components + k] = (float) b;
            }
        }
    }
}
