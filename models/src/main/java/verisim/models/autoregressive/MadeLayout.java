package verisim.models.autoregressive;

import static verisim.core.Checks.require;

import java.util.Arrays;
import java.util.List;
import verisim.models.nn.Activation;

/**
 * The shape of a MADE network: widths, and where each matrix lies in a flat parameter vector. Which weights are free is said by
 * a {@link MadeMask}.
 *
 * <p>Parameters: for each hidden layer W [inputs, units] and its biases, then V [last units, O], the outputs' biases [O], and
 * A [D, O], the direct connections, where there are any. O is the sum of the features' outputs, which stand one feature after the other.
 *
 * @see <a href="https://arxiv.org/abs/1502.03509">Germain et al. (2015), MADE: masked autoencoder for distribution
 *     estimation</a>
 */
final class MadeLayout {
    private final int features;
    private final int perFeature;
    private final int[] outputFrom;
    private final List<Integer> hidden;
    private final Activation.Function activation;
    private final boolean direct;
    private final int from;
    private final int[] weights;
    private final int[] biases;
    private final int end;

    /**
     * @param perFeature outputs of one feature: 1 for a Bernoulli, C for C categories, 3 K for a mixture of K normals
     * @param from where the parameters start
     */
    MadeLayout(
            int features,
            int perFeature,
            List<Integer> hidden,
            Activation.Function activation,
            boolean direct,
            int from) {
        this(filled(features, perFeature), hidden, activation, direct, from);
    }

    /** @param widths number of outputs of each feature */
    MadeLayout(int[] widths, List<Integer> hidden, Activation.Function activation, boolean direct, int from) {
        this.features = widths.length;
        this.perFeature = Arrays.stream(widths).max().orElseThrow();
        this.outputFrom = new int[features + 1];
        for (int d = 0; d < features; d++) {
            outputFrom[d + 1] = Math.addExact(outputFrom[d], widths[d]);
        }
        this.hidden = List.copyOf(hidden);
        this.activation = activation;
        this.direct = direct;
        this.from = from;
        int layers = hidden.size();
        this.weights = new int[layers + 1];
        this.biases = new int[layers + 1];
        long at = from;
        for (int l = 0; l <= layers; l++) {
            weights[l] = (int) at;
            at += hasWeights(l) ? (long) unitsBelow(l) * width(l) : 0;
            biases[l] = (int) at;
            at += width(l);
        }
        at += direct ? (long) features * outputs() : 0;
        require(
                at <= Integer.MAX_VALUE - 16,
                "a network of %d features with up to %d outputs each and hidden layers %s needs %d parameters, more than one array"
                        + " holds; take fewer hidden units or no directConnections",
                features,
                perFeature,
                hidden,
                at - from);
        this.end = (int) at;
    }

    /** A network whose parameters start at 0. */
    MadeLayout(int features, int perFeature, List<Integer> hidden, Activation.Function activation, boolean direct) {
        this(features, perFeature, hidden, activation, direct, 0);
    }

    private static int[] filled(int features, int perFeature) {
        int[] out = new int[features];
        Arrays.fill(out, perFeature);
        return out;
    }

    int features() {
        return features;
    }

    /** Returns the number of outputs of one feature, the largest if features differ. */
    int perFeature() {
        return perFeature;
    }

    /** Returns the first output of feature d; for d = D the number of outputs. */
    int outputFrom(int d) {
        return outputFrom[d];
    }

    /** Returns the number of outputs of each feature. */
    int[] widths() {
        int[] out = new int[features];
        Arrays.setAll(out, d -> outputFrom[d + 1] - outputFrom[d]);
        return out;
    }

    /** Returns O. */
    int outputs() {
        return outputFrom[features];
    }

    List<Integer> hidden() {
        return hidden;
    }

    /** Returns the number of hidden layers. */
    int layers() {
        return hidden.size();
    }

    Activation.Function activation() {
        return activation;
    }

    boolean direct() {
        return direct;
    }

    /** Returns the number of units below hidden layer {@code layer}; with the number of layers, below the outputs. */
    int unitsBelow(int layer) {
        return layer == 0 ? features : hidden.get(layer - 1);
    }

    /** Returns the number of units of hidden layer {@code layer}; with the number of layers, of outputs. */
    int width(int layer) {
        return layer < hidden.size() ? hidden.get(layer) : outputs();
    }

    /** Returns where W of hidden layer {@code layer} starts; its biases follow it. With the number of layers, V. */
    int weights(int layer) {
        return weights[layer];
    }

    /** Returns where the biases of hidden layer {@code layer} start; with the number of layers, those of the outputs. */
    int biases(int layer) {
        return biases[layer];
    }

    /** Returns where A starts. */
    int directWeights() {
        return biases[hidden.size()] + outputs();
    }

    int from() {
        return from;
    }

    /** Returns where the parameters end. */
    int end() {
        return end;
    }

    int parameterCount() {
        return end - from;
    }

    /** Without hidden layers the outputs have biases and direct connections only. */
    boolean hasWeights(int layer) {
        return layer < hidden.size() || !hidden.isEmpty();
    }
}
