package verisim.models.boltzmann;

import static verisim.core.Checks.require;

import java.util.List;

/**
 * The layers of a deep Boltzmann machine, and how its parameters lie in those of an RBM.
 *
 * <p>Only neighbouring layers are connected, so given the even layers (v, h2) the units of the odd ones (h1, h3) are independent, and the
 * other way round: a DBM is an RBM between odd and even layers, in which h3 and v are not connected. The odd units side by side are
 * its visible side, the even ones its hidden side:
 *
 * <pre>{@code
 *          v    h2
 * h1 [ W1'   W2  ]
 * h3 [  0    W3' ]
 * }</pre>
 *
 * <p>So one kernel, one annealing path and one enumeration serve both kinds of machine.
 *
 * @param widths D, H1, H2 and perhaps H3
 */
record DbmShape(List<Integer> widths) {
    DbmShape {
        widths = List.copyOf(widths);
        require(
                widths.size() == 3 || widths.size() == 4,
                "a DBM has two or three hidden layers, but hidden was %s",
                widths.subList(1, widths.size()));
    }

    /** Returns D. */
    int visible() {
        return widths.get(0);
    }

    /** Returns the number of hidden layers. */
    int hiddenLayers() {
        return widths.size() - 1;
    }

    /** Returns H1. */
    int first() {
        return widths.get(1);
    }

    /** Returns H2. */
    int second() {
        return widths.get(2);
    }

    /** Returns H1 + H3, or H1 if there is no third layer. */
    int odd() {
        return first() + (hiddenLayers() == 3 ? widths.get(3) : 0);
    }

    /** Returns D + H2. */
    int even() {
        return visible() + second();
    }

    RbmParameters zeros() {
        return RbmParameters.zeros(odd(), even());
    }

    /** Sets the weights between h3 and v in {@code weights} to 0: those of a machine, or a direction. */
    void clearAbsent(float[] weights) {
        for (int r = first(); r < odd(); r++) {
            java.util.Arrays.fill(weights, r * even(), r * even() + visible(), 0f);
        }
    }

    /** Writes weights [below, above] between layers {@code lower} and {@code lower + 1}. */
    void putWeights(int lower, float[] weights, RbmParameters to) {
        int above = widths.get(lower + 1);
        for (int i = 0; i < widths.get(lower); i++) {
            for (int j = 0; j < above; j++) {
                to.values()[at(lower, i, j)] = weights[i * above + j];
            }
        }
    }

    /** Returns the weights [below, above] between layers {@code lower} and {@code lower + 1}. */
    float[] weights(int lower, RbmParameters from) {
        int below = widths.get(lower);
        int above = widths.get(lower + 1);
        float[] out = new float[below * above];
        for (int i = 0; i < below; i++) {
            for (int j = 0; j < above; j++) {
                out[i * above + j] = from.values()[at(lower, i, j)];
            }
        }
        return out;
    }

    private int at(int lower, int i, int j) {
        return switch (lower) {
            case 0 -> j * even() + i;
            case 1 -> i * even() + visible() + j;
            default -> (first() + j) * even() + visible() + i;
        };
    }

    /** Returns where the biases of layer {@code layer} start, 0 for v. */
    int biasFrom(int layer, RbmParameters of) {
        return switch (layer) {
            case 0 -> of.hiddenFrom();
            case 1 -> of.visibleFrom();
            case 2 -> of.hiddenFrom() + visible();
            default -> of.visibleFrom() + first();
        };
    }
}
