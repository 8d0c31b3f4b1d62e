package verisim.models.autoregressive;

import verisim.core.math.NativeFloats;

/**
 * The parameters of a NADE as its passes use them: a Java array for each row, because loops over two arrays compile to vector code
 * only if they start at the same place in both, and V as an operand of matrix products. Passes on several threads may share it.
 */
final class NadeWeights {
    private final NadeLayout layout;
    /** W: [D][H]. */
    final float[][] input;
    /** V: [D, P, H]. */
    final NativeFloats output;
    /** c: [H]. */
    final float[] hiddenBiases;
    /** b: [D, P]. */
    final float[] outputBiases;
    /** rho: [D]; 1 if the layout has none. */
    final float[] scales;

    NadeWeights(NadeLayout layout) {
        this.layout = layout;
        this.input = new float[layout.features()][layout.hidden()];
        this.output = new NativeFloats(layout.hiddenBiases() - layout.outputWeights(0));
        this.hiddenBiases = new float[layout.hidden()];
        this.outputBiases = new float[layout.features() * layout.perFeature()];
        this.scales = new float[layout.features()];
        java.util.Arrays.fill(scales, 1f);
    }

    static NadeWeights of(NadeLayout layout, float[] parameters) {
        NadeWeights weights = new NadeWeights(layout);
        weights.load(parameters);
        return weights;
    }

    void load(float[] parameters) {
        for (int d = 0; d < input.length; d++) {
            System.arraycopy(parameters, layout.inputWeights(d), input[d], 0, layout.hidden());
        }
        int from = layout.outputWeights(0);
        output.put(0, parameters, from, layout.hiddenBiases() - from);
        System.arraycopy(parameters, layout.hiddenBiases(), hiddenBiases, 0, hiddenBiases.length);
        System.arraycopy(parameters, layout.outputBiases(0), outputBiases, 0, outputBiases.length);
        if (layout.scaled()) {
            System.arraycopy(parameters, layout.scales(), scales, 0, scales.length);
        }
    }

    /** Adds {@code scale * from} to {@code to}. */
    static void addScaled(float[] to, float scale, float[] from) {
        for (int j = 0; j < to.length; j++) {
            to[j] += scale * from[j];
        }
    }
}
