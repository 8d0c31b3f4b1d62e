package verisim.models.autoregressive;

import static verisim.core.Checks.require;

import java.util.ArrayList;
import java.util.List;
import verisim.models.nn.Activation;

/**
 * The shape of a MADE network: widths, degrees, masks, and where each matrix lies in the flat parameter vector.
 *
 * <p>The feature drawn g-th has degree g, from 1 to D. Hidden unit k of H has degree {@code 1 + floor(k (D - 1) / H)}, from 1
 * to D - 1. A hidden unit sees what has a degree up to its own; the outputs of a feature see units and, directly, features
 * of a smaller degree only. With D = 1 hidden units have degree 0 and see nothing.
 *
 * <p>Parameters: for each hidden layer W [inputs, units] and its biases, then V [last units, O], the outputs' biases [O], and
 * A [D, O], the direct connections, where there are any. O = D times the outputs of one feature.
 *
 * @see <a href="https://arxiv.org/abs/1502.03509">Germain et al. (2015), MADE: masked autoencoder for distribution
 *     estimation</a>
 */
final class MadeLayout {
    private final int features;
    private final int perFeature;
    private final List<Integer> hidden;
    private final Activation.Function activation;
    private final boolean direct;
    private final int[] order;
    private final int[] degrees;

    /**
     * @param perFeature outputs of one feature: 1 for a Bernoulli, 3 K for a mixture of K normals
     * @param order the features in the order they are drawn
     */
    MadeLayout(
            int features,
            int perFeature,
            List<Integer> hidden,
            Activation.Function activation,
            boolean direct,
            int[] order) {
        require(order.length == features, "the order must name %d features, but names %d", features, order.length);
        this.features = features;
        this.perFeature = perFeature;
        this.hidden = List.copyOf(hidden);
        this.activation = activation;
        this.direct = direct;
        this.order = order.clone();
        this.degrees = new int[features];
        for (int g = 1; g <= features; g++) {
            int feature = order[g - 1];
            require(
                    feature >= 0 && feature < features && degrees[feature] == 0,
                    "the order must name every feature once, but was %s",
                    java.util.Arrays.toString(order));
            degrees[feature] = g;
        }
    }

    int features() {
        return features;
    }

    int perFeature() {
        return perFeature;
    }

    int outputs() {
        return features * perFeature;
    }

    List<Integer> hidden() {
        return hidden;
    }

    Activation.Function activation() {
        return activation;
    }

    boolean direct() {
        return direct;
    }

    /** Returns the feature drawn g-th, g from 1. */
    int featureOfDegree(int g) {
        return order[g - 1];
    }

    List<Integer> order() {
        List<Integer> out = new ArrayList<>();
        for (int feature : order) {
            out.add(feature);
        }
        return out;
    }

    int degreeOfFeature(int feature) {
        return degrees[feature];
    }

    /** Returns the degree of unit {@code k} of {@code units}. */
    int degreeOfUnit(int k, int units) {
        return features == 1 ? 0 : 1 + (int) ((long) k * (features - 1) / units);
    }

    /** Returns the number of units below hidden layer {@code layer}; with the number of layers, below the outputs. */
    int unitsBelow(int layer) {
        return layer == 0 ? features : hidden.get(layer - 1);
    }

    /** Returns where W of hidden layer {@code layer} starts; its biases follow it. With the number of layers, V. */
    int weights(int layer) {
        int at = 0;
        for (int l = 0; l < layer; l++) {
            at += (unitsBelow(l) + 1) * hidden.get(l);
        }
        return at;
    }

    /** Returns where the biases of hidden layer {@code layer} start; with the number of layers, those of the outputs. */
    int biases(int layer) {
        return weights(layer) + (hasOutputWeights(layer) ? unitsBelow(layer) * width(layer) : 0);
    }

    /** Returns where A starts. */
    int directWeights() {
        return biases(hidden.size()) + outputs();
    }

    int parameterCount() {
        return directWeights() + (direct ? features * outputs() : 0);
    }

    /** Without hidden layers the outputs have biases and direct connections only. */
    boolean hasOutputWeights(int layer) {
        return layer < hidden.size() || !hidden.isEmpty();
    }

    private int width(int layer) {
        return layer < hidden.size() ? hidden.get(layer) : outputs();
    }

    /** Returns 0 or 1 for every parameter: 1 where it is free, 0 where it must stay 0. */
    float[] mask() {
        float[] mask = new float[parameterCount()];
        java.util.Arrays.fill(mask, 1f);
        for (int l = 0; l <= hidden.size(); l++) {
            if (hasOutputWeights(l)) {
                int below = unitsBelow(l);
                int width = width(l);
                for (int i = 0; i < below; i++) {
                    int from = l == 0 ? degrees[i] : degreeOfUnit(i, below);
                    for (int j = 0; j < width; j++) {
                        boolean sees =
                                l < hidden.size() ? from <= degreeOfUnit(j, width) : from < degrees[j / perFeature];
                        mask[weights(l) + i * width + j] = sees ? 1f : 0f;
                    }
                }
            }
        }
        if (direct) {
            for (int i = 0; i < features; i++) {
                for (int j = 0; j < outputs(); j++) {
                    mask[directWeights() + i * outputs() + j] = degrees[i] < degrees[j / perFeature] ? 1f : 0f;
                }
            }
        }
        return mask;
    }
}
