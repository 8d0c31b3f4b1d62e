package verisim.models.autoregressive;

import static verisim.core.Checks.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.data.Levels;
import verisim.core.math.Arrays2d;
import verisim.core.model.ModelState;
import verisim.models.nn.Activation;
import verisim.models.nn.FeatureScaling;

/**
 * A MADE as settings and arrays. The orders of M sets of masks stand one after the other in the setting {@code order}; degrees of
 * hidden units that are not spread evenly are arrays {@code hidden-1-degrees} [M, H].
 */
final class MadeState {
    private MadeState() {}

    static ModelState write(
            String name, MadeConditionals family, List<MadeMask> masks, float[] parameters, FeatureScaling scaling) {
        Map<String, Object> settings = new LinkedHashMap<>();
        MadeLayout layout = masks.get(0).layout();
        settings.put("kind", family.kind().name());
        writeShape(settings, "", layout);
        family.levels().ifPresent(levels -> settings.put("levels", levels.toList()));
        settings.put("components", family.components());
        settings.put("scaleFloor", family.scaleFloor());
        settings.put("masks", masks.size());
        settings.put("order", masks.stream().flatMap(m -> m.order().stream()).toList());
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        writeParameters(arrays, "", layout, parameters);
        for (int l = 0; l < layout.layers(); l++) {
            int width = layout.width(l);
            float[] degrees = new float[masks.size() * width];
            for (int i = 0; i < degrees.length; i++) {
                degrees[i] = masks.get(i / width).degreeOfUnit(l, i % width);
            }
            arrays.put("hidden-" + (l + 1) + "-degrees", Arrays2d.matrix(degrees, masks.size(), width));
        }
        arrays.put("mean", scaling.mean());
        arrays.put("deviation", scaling.scale());
        return new ModelState(name, settings, arrays);
    }

    static Made read(ModelState state) {
        int count = state.settings().containsKey("masks") ? state.integer("masks") : 1;
        int[] orders =
                state.integers("order").stream().mapToInt(Integer::intValue).toArray();
        require(
                count >= 1 && orders.length > 0 && orders.length % count == 0,
                "saved model '%s': %d orders cannot be made of %d numbers",
                state.model(),
                count,
                orders.length);
        int d = orders.length / count;
        DataKind kind = DataKind.valueOf(state.text("kind"));
        MadeConditionals family = new MadeConditionals(
                kind,
                kind == DataKind.CATEGORICAL ? Optional.of(readLevels(state, d)) : Optional.empty(),
                state.integer("components"),
                state.number("scaleFloor"));
        MadeLayout layout = readShape(state, "", family.conditionals().widths(d), 0);
        List<MadeMask> masks = new ArrayList<>();
        for (int m = 0; m < count; m++) {
            masks.add(readMask(state, "", layout, Arrays.copyOfRange(orders, m * d, (m + 1) * d), m, count));
        }
        float[] parameters = new float[layout.parameterCount()];
        readParameters(state, "", layout, parameters);
        return new Made(state.model(), family, masks, parameters, readScaling(state, d), state.warnings());
    }

    /** Models saved before there were {@code levels} have one number of levels for all features. */
    private static Levels readLevels(ModelState state, int features) {
        return state.settings().containsKey("levels")
                ? Levels.of(state.integers("levels"))
                : Levels.same(features, state.integer("categories"));
    }

    /** Writes hidden widths, activation and direct connections as settings whose names begin with {@code prefix}. */
    static void writeShape(Map<String, Object> settings, String prefix, MadeLayout layout) {
        settings.put(prefix + "hidden", layout.hidden());
        settings.put(prefix + "activation", layout.activation().name());
        settings.put(prefix + "directConnections", layout.direct());
    }

    private static MadeLayout readShape(ModelState state, String prefix, int[] widths, int from) {
        return new MadeLayout(
                widths,
                state.integers(prefix + "hidden"),
                Activation.Function.valueOf(state.text(prefix + "activation")),
                Boolean.TRUE.equals(state.settings().get(prefix + "directConnections")),
                from);
    }

    private static MadeMask readMask(
            ModelState state, String prefix, MadeLayout layout, int[] order, int index, int count) {
        if (!state.arrays().containsKey(prefix + "hidden-1-degrees")) {
            return MadeMask.spread(layout, order);
        }
        int[][] degrees = new int[layout.layers()][];
        for (int l = 0; l < degrees.length; l++) {
            int width = layout.width(l);
            float[] values = matrix(state, prefix + "hidden-" + (l + 1) + "-degrees", count, width);
            degrees[l] = new int[width];
            for (int k = 0; k < width; k++) {
                degrees[l][k] = (int) values[index * width + k];
            }
        }
        return new MadeMask(layout, order, degrees);
    }

    static FeatureScaling readScaling(ModelState state, int features) {
        INDArray mean = state.array("mean");
        require(
                mean.length() == features,
                "saved model '%s': mean must have %d values, but has %d",
                state.model(),
                features,
                mean.length());
        return FeatureScaling.of(mean, state.array("deviation"));
    }

    /** Writes each matrix of the flat vector as an array whose name begins with {@code prefix}. */
    static void writeParameters(Map<String, INDArray> arrays, String prefix, MadeLayout layout, float[] parameters) {
        for (Block block : blocks(layout)) {
            float[] values = Arrays.copyOfRange(parameters, block.from, block.from + block.rows * block.columns);
            arrays.put(prefix + block.name, Arrays2d.matrix(values, block.rows, block.columns));
        }
    }

    static void readParameters(ModelState state, String prefix, MadeLayout layout, float[] parameters) {
        for (Block block : blocks(layout)) {
            float[] values = matrix(state, prefix + block.name, block.rows, block.columns);
            System.arraycopy(values, 0, parameters, block.from, values.length);
        }
    }

    private static float[] matrix(ModelState state, String name, int rows, int columns) {
        INDArray array = state.array(name);
        require(
                Arrays.equals(array.shape(), new long[] {rows, columns}),
                "saved model '%s': array '%s' must have shape [%d, %d], but has %s",
                state.model(),
                name,
                rows,
                columns,
                Arrays.toString(array.shape()));
        return Arrays2d.toFloats(array);
    }

    /** A matrix in the flat vector; biases are matrices of one row. */
    private record Block(String name, int from, int rows, int columns) {}

    private static List<Block> blocks(MadeLayout layout) {
        List<Block> out = new ArrayList<>();
        for (int l = 0; l <= layout.layers(); l++) {
            String name = l < layout.layers() ? String.format(Locale.ROOT, "hidden-%d", l + 1) : "output";
            if (layout.hasWeights(l)) {
                out.add(new Block(name + "-weights", layout.weights(l), layout.unitsBelow(l), layout.width(l)));
            }
            out.add(new Block(name + "-biases", layout.biases(l), 1, layout.width(l)));
        }
        if (layout.direct()) {
            out.add(new Block("direct-weights", layout.directWeights(), layout.features(), layout.outputs()));
        }
        return out;
    }
}
