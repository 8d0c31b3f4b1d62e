package verisim.models.autoregressive;

import java.util.List;
import verisim.core.random.RandomStream;
import verisim.models.nn.Activation;

/** An EoNADE in double, one whole forward pass for every conditional. */
final class EonadeReference {
    private final EonadeShape shape;
    private final double[] parameters;

    EonadeReference(EonadeShape shape, double[] parameters) {
        this.shape = shape;
        this.parameters = parameters;
    }

    /** Returns random parameters, as far from independence as they come. */
    static float[] randomParameters(EonadeShape shape, long seed) {
        float[] out = new float[shape.parameterCount()];
        RandomStream.ofSeed(seed).child("weights").fillGaussian(out, 0, out.length);
        for (int i = 0; i < out.length; i++) {
            out[i] *= 0.7f;
        }
        return out;
    }

    static int[][] randomOrders(int count, int features, long seed) {
        int[][] out = new int[count][];
        for (int k = 0; k < count; k++) {
            out[k] = RandomStream.ofSeed(seed).child("order").child(k).permutation(features);
        }
        return out;
    }

    /** Returns the logits of all features given the seen ones. */
    double[] logits(double[] x, boolean[] seen) {
        int d = shape.features();
        double[] current = new double[2 * d];
        for (int i = 0; i < d; i++) {
            current[i] = seen[i] ? x[i] : 0;
            current[d + i] = seen[i] ? 1 : 0;
        }
        int at = 0;
        List<Integer> hidden = shape.hidden();
        for (int l = 0; l <= hidden.size(); l++) {
            int width = l < hidden.size() ? hidden.get(l) : d;
            double[] next = new double[width];
            for (int j = 0; j < width; j++) {
                next[j] = parameters[at + current.length * width + j];
                for (int i = 0; i < current.length; i++) {
                    next[j] += parameters[at + i * width + j] * current[i];
                }
                next[j] = l < hidden.size() ? activate(next[j]) : next[j];
            }
            at += (current.length + 1) * width;
            current = next;
        }
        return current;
    }

    private double activate(double a) {
        return switch (shape.activation()) {
            case RELU -> Math.max(a, 0);
            case LEAKY_RELU -> Math.max(a, Activation.LEAK * a);
            case TANH -> Math.tanh(a);
            case SIGMOID -> 1 / (1 + Math.exp(-a));
        };
    }

    static double logBernoulli(double x, double logit, double floor) {
        double p = 1 / (1 + Math.exp(x > 0.5 ? -logit : logit));
        return Math.log(floor / 2 + (1 - floor) * p);
    }

    /** Returns the log-probability of the features of {@code order} from {@code from} on, given those before. */
    double logProbability(double[] x, int[] order, int from) {
        double sum = 0;
        boolean[] seen = new boolean[order.length];
        for (int i = 0; i < order.length; i++) {
            if (i >= from) {
                sum += logBernoulli(x[order[i]], logits(x, seen)[order[i]], shape.floor());
            }
            seen[order[i]] = true;
        }
        return sum;
    }
}
