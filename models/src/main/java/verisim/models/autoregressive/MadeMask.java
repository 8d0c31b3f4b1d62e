package verisim.models.autoregressive;

import static verisim.core.Checks.require;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import verisim.core.random.RandomStream;

/**
 * One set of masks of a MADE network: an order of the features and the degrees of the hidden units. Immutable.
 *
 * <p>The feature drawn g-th has degree g, from 1 to D. A hidden unit sees what has a degree up to its own; the outputs of a
 * feature see units and, directly, features of a <i>smaller</i> degree only. So whatever the degrees of hidden units are, no
 * output of a feature depends on that feature or on one drawn after it.
 *
 * <p>A mask is kept as degrees, not as an array of 0 and 1: it is applied by {@code min(1, max(0, to - from))} of two degrees,
 * which loops over a row compute about as fast as they would read it.
 */
final class MadeMask {
    private final MadeLayout layout;
    private final int[] order;
    private final int[] featureDegrees;
    private final int[][] unitDegrees;
    private final float[][] thresholds;

    /**
     * @param order the features in the order they are drawn
     * @param unitDegrees for each hidden layer the degree of each unit
     */
    MadeMask(MadeLayout layout, int[] order, int[][] unitDegrees) {
        int d = layout.features();
        require(order.length == d, "the order must name %d features, but names %d", d, order.length);
        require(
                unitDegrees.length == layout.layers(),
                "degrees must be given for %d hidden layers, but are for %d",
                layout.layers(),
                unitDegrees.length);
        this.layout = layout;
        this.order = order.clone();
        this.featureDegrees = new int[d];
        for (int g = 1; g <= d; g++) {
            int feature = order[g - 1];
            require(
                    feature >= 0 && feature < d && featureDegrees[feature] == 0,
                    "the order must name every feature once, but was %s",
                    Arrays.toString(order));
            featureDegrees[feature] = g;
        }
        this.unitDegrees = new int[layout.layers()][];
        this.thresholds = new float[layout.layers() + 1][];
        for (int l = 0; l < layout.layers(); l++) {
            require(
                    unitDegrees[l].length == layout.width(l),
                    "hidden layer %d has %d units, but %d degrees",
                    l + 1,
                    layout.width(l),
                    unitDegrees[l].length);
            this.unitDegrees[l] = unitDegrees[l].clone();
            thresholds[l] = new float[layout.width(l)];
            for (int j = 0; j < thresholds[l].length; j++) {
                thresholds[l][j] = unitDegrees[l][j] + 1;
            }
        }
        float[] outputs = new float[layout.outputs()];
        for (int f = 0; f < d; f++) {
            Arrays.fill(outputs, layout.outputFrom(f), layout.outputFrom(f + 1), featureDegrees[f]);
        }
        thresholds[layout.layers()] = outputs;
    }

    /**
     * Returns the masks of an order with degrees spread evenly: hidden unit k of H has degree {@code 1 + floor(k (D - 1) / H)},
     * from 1 to D - 1, so that every feature gets its share of units at any width. With D = 1 they have degree 0 and see nothing.
     */
    static MadeMask spread(MadeLayout layout, int[] order) {
        int d = layout.features();
        int[][] degrees = new int[layout.layers()][];
        for (int l = 0; l < degrees.length; l++) {
            degrees[l] = new int[layout.width(l)];
            for (int k = 0; k < degrees[l].length && d > 1; k++) {
                degrees[l][k] = 1 + (int) ((long) k * (d - 1) / degrees[l].length);
            }
        }
        return new MadeMask(layout, order, degrees);
    }

    /** Returns the masks of an order with degrees as the paper draws them: uniform from the smallest degree below to D - 1. */
    static MadeMask drawn(MadeLayout layout, int[] order, RandomStream random) {
        int d = layout.features();
        int[][] degrees = new int[layout.layers()][];
        int smallest = Math.min(1, d - 1);
        for (int l = 0; l < degrees.length; l++) {
            degrees[l] = new int[layout.width(l)];
            int next = Integer.MAX_VALUE;
            for (int k = 0; k < degrees[l].length; k++) {
                degrees[l][k] = smallest + random.nextInt(Math.max(1, d - smallest));
                next = Math.min(next, degrees[l][k]);
            }
            smallest = next;
        }
        return new MadeMask(layout, order, degrees);
    }

    MadeLayout layout() {
        return layout;
    }

    /** Returns the feature drawn g-th, g from 1. */
    int featureOfDegree(int g) {
        return order[g - 1];
    }

    /** Returns the features in the order they are drawn. */
    List<Integer> order() {
        return Arrays.stream(order).boxed().toList();
    }

    int degreeOfFeature(int feature) {
        return featureDegrees[feature];
    }

    int degreeOfUnit(int layer, int unit) {
        return unitDegrees[layer][unit];
    }

    /** Returns the units of a hidden layer by rising degree; those of one degree in their own order. */
    int[] unitsByDegree(int layer) {
        int[] degrees = unitDegrees[layer];
        return IntStream.range(0, degrees.length)
                .boxed()
                .sorted(java.util.Comparator.comparingInt(k -> degrees[k]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Writes the parameters of the layout's range to {@code out}, masked ones as 0; {@code out} may be {@code values}. */
    void apply(float[] values, float[] out) {
        for (int l = 0; l <= layout.layers(); l++) {
            if (layout.hasWeights(l)) {
                applyTo(values, out, layout.weights(l), l == 0 ? featureDegrees : unitDegrees[l - 1], thresholds[l]);
            }
            if (out != values) {
                System.arraycopy(values, layout.biases(l), out, layout.biases(l), layout.width(l));
            }
        }
        if (layout.direct()) {
            applyTo(values, out, layout.directWeights(), featureDegrees, thresholds[layout.layers()]);
        }
    }

    private static void applyTo(float[] values, float[] out, int from, int[] rowDegrees, float[] thresholds) {
        int width = thresholds.length;
        for (int i = 0; i < rowDegrees.length; i++) {
            int at = from + i * width;
            float degree = rowDegrees[i];
            for (int j = 0; j < width; j++) {
                // Degrees are integers: the difference is at least 1 where the weight is free, at most 0 where it is
                // masked.
                out[at + j] = values[at + j] * Math.min(1f, Math.max(0f, thresholds[j] - degree));
            }
        }
    }

    /** Returns 0 or 1 for every parameter of a vector of this length: 1 where it is free; 1 outside of the layout's range. */
    float[] toArray(int length) {
        float[] out = new float[length];
        Arrays.fill(out, 1f);
        apply(out, out);
        return out;
    }
}
