package verisim.models.autoregressive;

import static verisim.core.Checks.require;

import java.util.List;
import verisim.models.nn.Activation;
import verisim.models.nn.Network;

/**
 * The network of an EoNADE: inputs {@code (x * m, m)}, 2D of them, for a mask m that is 1 at seen features; hidden layers; D logits.
 * Layers count from 0, the output is layer {@link #layers()}.
 *
 * @param features D
 * @param hidden units of each hidden layer, at least one layer
 * @param floor weight of a fair coin that each conditional is mixed with, {@code p(x_i = 1) = floor / 2 + (1 - floor) sigmoid(logit_i)}
 */
record EonadeShape(int features, List<Integer> hidden, Activation.Function activation, double floor) {
    private static final double LEAST_FLOOR = 1e-6;

    EonadeShape {
        require(features >= 1, "features must be at least 1, but was %d", features);
        require(!hidden.isEmpty(), "eonade: hidden must name at least one layer, such as [500], but was []");
        require(
                floor == 0 || (floor >= LEAST_FLOOR && floor < 1),
                "eonade: probabilityFloor must be 0, for none, or from %s, which single precision still tells from none, to below 1,"
                        + " but was %s",
                LEAST_FLOOR,
                floor);
        hidden = List.copyOf(hidden);
    }

    Network network() {
        return Network.perceptron(2 * features, hidden, features, activation);
    }

    /** Returns the number of hidden layers. */
    int layers() {
        return hidden.size();
    }

    int inputs(int layer) {
        return layer == 0 ? 2 * features : hidden.get(layer - 1);
    }

    int width(int layer) {
        return layer == layers() ? features : hidden.get(layer);
    }

    /** Returns where the weights [inputs, width] of a layer start in the flat parameter vector. */
    int weights(int layer) {
        int at = 0;
        for (int l = 0; l < layer; l++) {
            at += (inputs(l) + 1) * width(l);
        }
        return at;
    }

    /** Returns where the biases of a layer start. */
    int biases(int layer) {
        return weights(layer) + inputs(layer) * width(layer);
    }

    int parameterCount() {
        return biases(layers()) + features;
    }
}
