package verisim.models.vae;

import static verisim.core.Checks.require;

import verisim.core.data.DataKind;
import verisim.core.math.Bernoulli;
import verisim.core.math.FloatMath;
import verisim.core.math.LogMath;
import verisim.models.nn.Network;

/**
 * One batch through encoder, reparameterisation {@code z = mean + deviation * noise} and decoder, and back. Holds the
 * activations of one thread.
 *
 * <pre>{@code
 * ELBO(x) = log p(x given z) - KL,   KL = 1/2 sum_j (mean_j^2 + var_j - 1 - log var_j)
 * }</pre>
 *
 * @see <a href="https://arxiv.org/abs/1312.6114">Kingma and Welling (2014), Auto-encoding variational Bayes</a>
 */
final class ElboPass {
    private final VaeArchitecture architecture;
    private final int features;
    private final int latents;
    private final Network.Pass encoder;
    private final Network.Pass decoder;
    private final float[] z;
    private final float[] deviation;
    private final float[] dCode;
    private final float[] dOut;
    private final double[] dRaw;
    private final double[] logVariance;
    private final double[] slope;

    private float[] code;
    private float[] noise;
    private int rows;
    private double reconstruction;
    private double kl;

    ElboPass(VaeArchitecture architecture, int maxRows) {
        this.architecture = architecture;
        this.features = architecture.features();
        this.latents = architecture.latents();
        this.encoder = architecture.encoder().newPass(maxRows);
        this.decoder = architecture.decoder().newPass(maxRows);
        this.z = new float[maxRows * latents];
        this.deviation = new float[maxRows * latents];
        this.dCode = new float[maxRows * 2 * latents];
        this.dOut = new float[maxRows * architecture.decoder().outputs()];
        this.dRaw = new double[architecture.varianceParameters()];
        this.logVariance = new double[features];
        this.slope = new double[features];
    }

    /**
     * Computes both parts of the bound, and what {@link #backward} starts from.
     *
     * @param x [rows, D]; REAL data standardised
     * @param newNoise standard normal, [rows, Z]; read again by {@link #backward}
     */
    void forward(float[] parameters, float[] x, int newRows, float[] newNoise) {
        rows = newRows;
        noise = newNoise;
        code = encoder.forward(parameters, 0, x, rows);
        kl = 0;
        for (int r = 0; r < rows; r++) {
            int means = r * 2 * latents;
            int variances = means + latents;
            int out = r * latents;
            float sum = 0;
            for (int j = 0; j < latents; j++) {
                float mean = code[means + j];
                float logVar = cut(code[variances + j]);
                float sd = (float) Math.exp(0.5f * logVar);
                deviation[out + j] = sd;
                z[out + j] = mean + sd * noise[out + j];
                sum += mean * mean + sd * sd - 1f - logVar;
            }
            kl += 0.5 * sum;
        }
        float[] outputs = decoder.forward(parameters, architecture.decoderStart(), z, rows);
        if (architecture.kind() == DataKind.BINARY) {
            bernoulli(x, outputs);
        } else if (architecture.variance() == DecoderVariance.OUTPUT) {
            gaussianWithOwnVariances(x, outputs);
        } else {
            gaussian(parameters, x, outputs);
        }
    }

    /** Returns the sum over the batch of {@code log p(x given z)}, nats, in the units of the x that were given. */
    double reconstruction() {
        return reconstruction;
    }

    /** Returns the sum over the batch of {@code KL(q(z given x), p(z))}, nats. */
    double kl() {
        return kl;
    }

    /**
     * Computes the gradient of {@code -(1/rows) sum (log p(x given z) - klWeight KL)} after {@link #forward} with the same
     * parameters.
     *
     * @param gradient [parameterCount], overwritten
     */
    void backward(float[] parameters, double klWeight, float[] gradient) {
        require(gradient.length == parameters.length, "gradient has length %d", gradient.length);
        float[] dz = decoder.backward(parameters, architecture.decoderStart(), dOut, gradient, true, rows);
        float scale = (float) (klWeight / rows);
        for (int r = 0; r < rows; r++) {
            int means = r * 2 * latents;
            int variances = means + latents;
            int out = r * latents;
            for (int j = 0; j < latents; j++) {
                float sd = deviation[out + j];
                float d = dz[out + j];
                float raw = code[variances + j];
                float inside = Math.abs(raw) < VaeArchitecture.LOG_VARIANCE_LIMIT ? 0.5f : 0f;
                dCode[means + j] = d + scale * code[means + j];
                dCode[variances + j] = inside * (d * noise[out + j] * sd + scale * (sd * sd - 1f));
            }
        }
        encoder.backward(parameters, 0, dCode, gradient, false, rows);
        for (int i = 0; i < dRaw.length; i++) {
            gradient[architecture.varianceStart() + i] = (float) dRaw[i];
        }
    }

    private static float cut(float raw) {
        return Math.max(-VaeArchitecture.LOG_VARIANCE_LIMIT, Math.min(VaeArchitecture.LOG_VARIANCE_LIMIT, raw));
    }

    private void bernoulli(float[] x, float[] logits) {
        int n = rows * features;
        FloatMath.sigmoid(logits, dOut, 0, n);
        reconstruction = 0;
        for (int r = 0; r < rows; r++) {
            reconstruction += Bernoulli.trainingLogLikelihood(x, r * features, logits, dOut, r * features, features);
        }
        float scale = 1f / rows;
        for (int i = 0; i < n; i++) {
            dOut[i] = scale * (dOut[i] - x[i]);
        }
    }

    private void gaussian(float[] parameters, float[] x, float[] means) {
        double floor = architecture.minimumLogVariance();
        int raw = architecture.varianceStart();
        boolean shared = dRaw.length == 1;
        for (int d = 0; d < features; d++) {
            double distance = parameters[raw + (shared ? 0 : d)] - floor;
            logVariance[d] = floor + LogMath.softplus(distance);
            slope[d] = LogMath.sigmoid(distance);
        }
        java.util.Arrays.fill(dRaw, 0);
        reconstruction = 0;
        for (int d = 0; d < features; d++) {
            double precision = Math.exp(-logVariance[d]);
            double squares = 0;
            for (int r = 0; r < rows; r++) {
                int i = r * features + d;
                double difference = x[i] - means[i];
                squares += difference * difference;
                dOut[i] = (float) (-difference * precision / rows);
            }
            reconstruction -= 0.5 * (rows * (LogMath.LOG_TWO_PI + logVariance[d]) + squares * precision);
            dRaw[shared ? 0 : d] += 0.5 * slope[d] * (rows - squares * precision) / rows;
        }
    }

    private void gaussianWithOwnVariances(float[] x, float[] outputs) {
        double floor = architecture.minimumLogVariance();
        reconstruction = 0;
        for (int r = 0; r < rows; r++) {
            for (int d = 0; d < features; d++) {
                int mean = r * 2 * features + d;
                int raw = mean + features;
                double distance = outputs[raw] - floor;
                double logVar = floor + LogMath.softplus(distance);
                double precision = Math.exp(-logVar);
                double difference = x[r * features + d] - outputs[mean];
                double square = difference * difference * precision;
                reconstruction -= 0.5 * (LogMath.LOG_TWO_PI + logVar + square);
                dOut[mean] = (float) (-difference * precision / rows);
                dOut[raw] = (float) (0.5 * LogMath.sigmoid(distance) * (1 - square) / rows);
            }
        }
    }
}
