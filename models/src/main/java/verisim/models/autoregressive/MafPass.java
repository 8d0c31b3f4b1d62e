package verisim.models.autoregressive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import verisim.core.math.LogMath;

/**
 * Passes of rows through a masked autoregressive flow, forward and backward, over preallocated buffers; confined to one thread.
 *
 * <p>With x the input of a layer and u its output, u the loss's gradient of which is g, and n rows:
 *
 * <pre>{@code
 * d/d mu    = -g exp(-alpha)
 * d/d alpha = -g u + 1/n          (1/n from the log-determinant -sum alpha)
 * d/d x     =  g exp(-alpha), and what comes back through the network
 * }</pre>
 *
 * @see <a href="https://arxiv.org/abs/1705.07057">Papamakarios, Pavlakou and Murray (2017), Masked autoregressive flow for density
 *     estimation</a>
 */
final class MafPass {
    private final MafFlow flow;
    private final int features;
    private final int layers;
    private final MadeNetwork[] networks;
    private final MadeNetwork baseNetwork;
    private final float[][] inputs; // x of each layer, and of the base
    private final float[][] outputs; // u of each layer before normalisation
    private final float[][] alphas;
    private final float[] row;
    private final double[] logDet;
    private float[] dOutputs;
    private float[] dBase;
    private float[] dX;
    private float[] dU;

    /**
     * @param maxRows the largest batch
     */
    MafPass(MafFlow flow, int maxRows) {
        this.flow = flow;
        this.features = flow.features();
        this.layers = flow.layers().size();
        this.networks = new MadeNetwork[layers];
        this.inputs = new float[layers + 1][maxRows * features];
        this.outputs = new float[layers][maxRows * features];
        this.alphas = new float[layers][maxRows * features];
        for (int l = 0; l < layers; l++) {
            networks[l] = new MadeNetwork(flow.layers().get(l).layout(), maxRows);
        }
        this.baseNetwork =
                flow.base().map(mask -> new MadeNetwork(mask.layout(), maxRows)).orElse(null);
        this.row = new float[features];
        this.logDet = new double[maxRows];
    }

    /** Computes u and alpha of layer {@code l} from its input, and subtracts the alphas from {@code logDet}. */
    private void layer(int l, float[] parameters, int rows) {
        float[] x = inputs[l];
        float[] net = networks[l].forward(parameters, x, rows);
        float[] alpha = alphas[l];
        int n = rows * features;
        for (int i = 0; i < n; i++) {
            alpha[i] = net[2 * i + 1];
        }
        MafAffine.bound(alpha, 0, n);
        for (int r = 0; r < rows; r++) {
            for (int i = r * features; i < (r + 1) * features; i++) {
                outputs[l][i] = (float) ((x[i] - net[2 * i]) * Math.exp(-alpha[i]));
                logDet[r] -= alpha[i];
            }
        }
    }

    /**
     * Writes the exact log-density of rows in standardised units.
     *
     * @param x [rows, D] from {@code xFrom}
     * @param out receives a value for each row from {@code outFrom}, nats
     * @return the base's values u [rows, D], in an array that the next call reuses
     */
    float[] score(
            float[] parameters, MafStatistics statistics, float[] x, int xFrom, int rows, double[] out, int outFrom) {
        Arrays.fill(logDet, 0, rows, 0);
        System.arraycopy(x, xFrom, inputs[0], 0, rows * features);
        double common = 0;
        for (int l = 0; l < layers; l++) {
            layer(l, parameters, rows);
            System.arraycopy(outputs[l], 0, inputs[l + 1], 0, rows * features);
            if (flow.normalized()) {
                common += statistics.normalize(l, parameters, flow.gains(l), flow.shifts(l), inputs[l + 1], rows);
            }
        }
        float[] u = inputs[layers];
        float[] net = baseNetwork == null ? null : baseNetwork.forward(parameters, u, rows);
        for (int r = 0; r < rows; r++) {
            out[outFrom + r] = baseLogDensity(u, r, net) + logDet[r] + common;
        }
        return u;
    }

    /** Returns warnings where the base's mixtures are at their floor, or layers stretch as far as they can, for these rows. */
    List<String> floors(float[] parameters, MafStatistics statistics, float[] x) {
        FloorCount count = flow.baseConditionals() instanceof MixtureConditionals m ? new FloorCount(m) : null;
        int maxRows = logDet.length;
        double[] scores = new double[maxRows];
        long stretched = 0;
        for (int from = 0; from < x.length; from += maxRows * features) {
            int rows = Math.min(maxRows, (x.length - from) / features);
            float[] u = score(parameters, statistics, x, from, rows, scores, 0);
            for (int i = 0; i < rows * features; i++) {
                stretched += isStretched(i) ? 1 : 0;
            }
            if (count != null) {
                float[] net = baseNetwork.forward(parameters, u, rows);
                for (int r = 0; r < rows; r++) {
                    count.logLikelihood(u, r * features, net, r * features * count.perFeature(), features);
                }
            }
        }
        List<String> out = new ArrayList<>(count == null ? List.of() : count.warnings());
        if (stretched >= 0.01 * x.length) {
            out.add(String.format(
                    Locale.ROOT,
                    "%.0f%% of the values of training rows are stretched as far as a layer can, by exp(%.0f)",
                    100.0 * stretched / x.length,
                    MafAffine.BOUND));
        }
        return out;
    }

    private boolean isStretched(int i) {
        for (int l = 0; l < layers; l++) {
            if (alphas[l][i] < -0.98f * MafAffine.BOUND) {
                return true;
            }
        }
        return false;
    }

    private double baseLogDensity(float[] u, int r, float[] net) {
        if (net == null) {
            double sum = 0;
            for (int i = r * features; i < (r + 1) * features; i++) {
                sum += LogMath.logStandardNormal(u[i]);
            }
            return sum;
        }
        System.arraycopy(u, r * features, row, 0, features);
        Conditionals mixtures = flow.baseConditionals();
        return mixtures.logLikelihood(row, 0, net, r * features * mixtures.perFeature(), features);
    }

    /** Takes all rows through the flow layer by layer and returns the means and variances of the layers' outputs over them. */
    MafStatistics statistics(float[] parameters, float[] x, int maxRows) {
        MafStatistics out = new MafStatistics(new double[layers][features], new double[layers][features]);
        float[] current = x.clone();
        int n = x.length / features;
        for (int l = 0; l < layers && flow.normalized(); l++) {
            for (int from = 0; from < n; from += maxRows) {
                int rows = Math.min(maxRows, n - from);
                System.arraycopy(current, from * features, inputs[l], 0, rows * features);
                layer(l, parameters, rows);
                System.arraycopy(outputs[l], 0, current, from * features, rows * features);
            }
            moments(current, n, out.mean()[l], out.variance()[l]);
            out.normalize(l, parameters, flow.gains(l), flow.shifts(l), current, n);
        }
        return out;
    }

    private void moments(float[] rows, int n, double[] mean, double[] variance) {
        for (int i = 0; i < n * features; i++) {
            mean[i % features] += rows[i];
        }
        for (int j = 0; j < features; j++) {
            mean[j] /= n;
        }
        for (int i = 0; i < n * features; i++) {
            double centred = rows[i] - mean[i % features];
            variance[i % features] += centred * centred;
        }
        for (int j = 0; j < features; j++) {
            variance[j] /= n;
        }
    }

    /**
     * Computes the gradient of the negative mean log-density of a batch, normalised by its own means and variances.
     *
     * @param gradient receives the gradient of all parameters, overwritten; 0 for masked weights
     * @return the sum of the rows' log-densities, nats
     */
    double gradient(float[] parameters, float[] x, int rows, float[] gradient) {
        int n = rows * features;
        if (dX == null) {
            dX = new float[inputs[0].length];
            dU = new float[inputs[0].length];
            dOutputs = new float[2 * inputs[0].length];
            dBase = baseNetwork == null
                    ? null
                    : new float[inputs[0].length * flow.baseConditionals().perFeature()];
        }
        Arrays.fill(logDet, 0, rows, 0);
        System.arraycopy(x, 0, inputs[0], 0, n);
        MafStatistics batch = new MafStatistics(new double[layers][features], new double[layers][features]);
        double sum = 0;
        for (int l = 0; l < layers; l++) {
            layer(l, parameters, rows);
            System.arraycopy(outputs[l], 0, inputs[l + 1], 0, n);
            if (flow.normalized()) {
                moments(inputs[l + 1], rows, batch.mean()[l], batch.variance()[l]);
                sum += rows * batch.normalize(l, parameters, flow.gains(l), flow.shifts(l), inputs[l + 1], rows);
            }
        }
        for (int r = 0; r < rows; r++) {
            sum += logDet[r];
        }
        sum += baseGradient(parameters, rows, gradient);
        for (int l = layers - 1; l >= 0; l--) {
            if (flow.normalized()) {
                normalizationBackward(l, parameters, batch, rows, gradient);
            }
            layerBackward(l, parameters, rows, gradient);
        }
        flow.applyMasks(gradient);
        return sum;
    }

    /** Writes the gradient with respect to the base's values to {@code dU} and returns their log-density. */
    private double baseGradient(float[] parameters, int rows, float[] gradient) {
        float[] u = inputs[layers];
        int n = rows * features;
        if (baseNetwork == null) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += LogMath.logStandardNormal(u[i]);
                dU[i] = u[i] / rows;
            }
            return sum;
        }
        Conditionals mixtures = flow.baseConditionals();
        float[] net = baseNetwork.forward(parameters, u, rows);
        double sum = mixtures.gradient(u, net, dBase, rows, features);
        baseNetwork.backward(parameters, u, dBase, gradient, dU, rows);
        int k = mixtures.perFeature() / 3;
        for (int i = 0; i < n; i++) {
            // A mixture depends on u - m_k only, so its derivative by u is minus the sum of those by the means.
            float direct = 0;
            for (int c = 0; c < k; c++) {
                direct -= dBase[3 * k * i + k + c];
            }
            dU[i] += direct;
        }
        return sum;
    }

    /**
     * With {@code h = (u - mean) / s} and {@code s = sqrt(variance + floor)}: {@code d/du = (exp(gamma) (g - avg g - h avg(g h)) + h /
     * n) / s}; the last term is that of the log-determinant.
     */
    private void normalizationBackward(int l, float[] parameters, MafStatistics batch, int rows, float[] gradient) {
        for (int j = 0; j < features; j++) {
            double s = Math.sqrt(batch.variance()[l][j] + MafStatistics.FLOOR);
            double mean = batch.mean()[l][j];
            double gain = Math.exp(parameters[flow.gains(l) + j]);
            double sumG = 0;
            double sumGh = 0;
            for (int i = j; i < rows * features; i += features) {
                sumG += dU[i];
                sumGh += dU[i] * (outputs[l][i] - mean) / s;
            }
            gradient[flow.shifts(l) + j] = (float) sumG;
            gradient[flow.gains(l) + j] = (float) (gain * sumGh - 1);
            for (int i = j; i < rows * features; i += features) {
                double h = (outputs[l][i] - mean) / s;
                dU[i] = (float) ((gain * (dU[i] - sumG / rows - h * sumGh / rows) + h / rows) / s);
            }
        }
    }

    /** Turns {@code dU} from the gradient of a layer's output into that of its input. */
    private void layerBackward(int l, float[] parameters, int rows, float[] gradient) {
        int n = rows * features;
        float each = 1f / rows;
        for (int i = 0; i < n; i++) {
            float alpha = alphas[l][i];
            float back = (float) (dU[i] * Math.exp(-alpha));
            dOutputs[2 * i] = -back;
            dOutputs[2 * i + 1] = (each - dU[i] * outputs[l][i]) * MafAffine.slope(alpha);
            dU[i] = back;
        }
        networks[l].backward(parameters, inputs[l], dOutputs, gradient, dX, rows);
        for (int i = 0; i < n; i++) {
            dU[i] += dX[i];
        }
    }
}
