package verisim.models.vae;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import verisim.core.data.DataKind;
import verisim.models.nn.Activation;

/** The training loss of a VAE in double, by plain loops from the formulas: shares nothing with the code under test but the layout. */
final class ReferenceElbo {
    private final VaeArchitecture shape;

    ReferenceElbo(VaeArchitecture shape) {
        this.shape = shape;
    }

    /** Returns {@code -(1/n) sum (log p(x given z) - klWeight KL)}. */
    double loss(double[] w, float[] x, float[] noise, int rows, double klWeight) {
        int features = shape.features();
        int latents = shape.latents();
        double total = 0;
        for (int r = 0; r < rows; r++) {
            double[] input = new double[features];
            for (int d = 0; d < features; d++) {
                input[d] = x[r * features + d];
            }
            double[] code = perceptron(w, 0, input, shape.hidden(), 2 * latents);
            double[] z = new double[latents];
            for (int j = 0; j < latents; j++) {
                double mean = code[j];
                double variance = Math.exp(code[latents + j]);
                z[j] = mean + Math.sqrt(variance) * noise[r * latents + j];
                total += klWeight * 0.5 * (mean * mean + variance - 1 - Math.log(variance));
            }
            List<Integer> reversed = new ArrayList<>(shape.hidden());
            Collections.reverse(reversed);
            boolean own = shape.kind() == DataKind.REAL && shape.variance() == DecoderVariance.OUTPUT;
            double[] out = perceptron(w, shape.decoderStart(), z, reversed, own ? 2 * features : features);
            for (int d = 0; d < features; d++) {
                if (shape.kind() == DataKind.BINARY) {
                    double p = 1 / (1 + Math.exp(-out[d]));
                    total -= input[d] * Math.log(p) + (1 - input[d]) * Math.log(1 - p);
                    continue;
                }
                double raw = own
                        ? out[features + d]
                        : w[shape.varianceStart() + (shape.variance() == DecoderVariance.SHARED ? 0 : d)];
                double smallest = Math.log(shape.minimumDeviation() * shape.minimumDeviation());
                double logVariance = smallest + Math.log(1 + Math.exp(raw - smallest));
                double difference = input[d] - out[d];
                total += 0.5 * (Math.log(2 * Math.PI) + logVariance + difference * difference / Math.exp(logVariance));
            }
        }
        return total / rows;
    }

    private double[] perceptron(double[] w, int from, double[] input, List<Integer> hidden, int outputs) {
        double[] current = input;
        int at = from;
        for (int layer = 0; layer <= hidden.size(); layer++) {
            int width = layer < hidden.size() ? hidden.get(layer) : outputs;
            double[] next = new double[width];
            for (int j = 0; j < width; j++) {
                next[j] = w[at + current.length * width + j];
                for (int i = 0; i < current.length; i++) {
                    next[j] += current[i] * w[at + i * width + j];
                }
                if (layer < hidden.size()) {
                    next[j] =
                            shape.activation() == Activation.Function.TANH ? Math.tanh(next[j]) : Math.max(0, next[j]);
                }
            }
            at += (current.length + 1) * width;
            current = next;
        }
        return current;
    }
}
