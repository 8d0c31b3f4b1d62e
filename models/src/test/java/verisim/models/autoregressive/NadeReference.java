package verisim.models.autoregressive;

import verisim.core.math.LogMath;
import verisim.models.nn.Activation;

/** NADE as its paper writes it, in double, feature by feature from nothing: O(D^2 H) a row. The oracle of the fast code. */
final class NadeReference {
    private NadeReference() {}

    /**
     * Returns the outputs of every feature, [D, P].
     *
     * @param parameters as {@link NadeLayout} describes them
     */
    static double[][] outputs(NadeLayout layout, double[] parameters, double[] x) {
        int h = layout.hidden();
        double[][] out = new double[layout.features()][layout.perFeature()];
        for (int d = 0; d < layout.features(); d++) {
            for (int k = 0; k < layout.perFeature(); k++) {
                out[d][k] = parameters[layout.outputBiases(d) + k];
            }
            double rho = layout.scaled() ? parameters[layout.scales() + d] : 1;
            for (int j = 0; j < h; j++) {
                double a = parameters[layout.hiddenBiases() + j];
                for (int i = 0; i < d; i++) {
                    a += x[i] * parameters[layout.inputWeights(i) + j];
                }
                a *= rho;
                double value = layout.activation() == Activation.Function.RELU ? Math.max(a, 0) : LogMath.sigmoid(a);
                for (int k = 0; k < layout.perFeature(); k++) {
                    out[d][k] += value * parameters[layout.outputWeights(d) + k * h + j];
                }
            }
        }
        return out;
    }

    /** Returns log p of a row: Bernoulli if there is one output a feature, else a mixture of normals. */
    static double logLikelihood(NadeLayout layout, double[] parameters, double[] x, double scaleFloor) {
        double[][] out = outputs(layout, parameters, x);
        double sum = 0;
        for (int d = 0; d < x.length; d++) {
            if (layout.perFeature() == 1) {
                sum += LogMath.logSigmoid(x[d] > 0.5 ? out[d][0] : -out[d][0]);
                continue;
            }
            int components = layout.perFeature() / 3;
            double[] joint = new double[components];
            double[] weights = new double[components];
            for (int k = 0; k < components; k++) {
                double s = scaleFloor + Math.exp(out[d][2 * components + k]);
                weights[k] = out[d][k];
                joint[k] = weights[k] + LogMath.logStandardNormal((x[d] - out[d][components + k]) / s) - Math.log(s);
            }
            sum += LogMath.logSumExp(joint) - LogMath.logSumExp(weights);
        }
        return sum;
    }
}
