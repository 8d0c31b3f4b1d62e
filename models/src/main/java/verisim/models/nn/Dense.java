package verisim.models.nn;

import static verisim.core.Checks.require;

import verisim.core.math.Blas;
import verisim.core.math.FloatMath;
import verisim.core.random.RandomStream;

/**
 * {@code out = x W + b}. Parameters: W [inputs, outputs] row-major, then b [outputs]. With a mask, the weights where it is 0
 * are 0 and stay so: they start at 0 and their gradient is 0.
 */
public final class Dense implements Layer {
    private final int inputs;
    private final int outputs;
    private final float[] mask;
    private final Initializer weights;

    /**
     * @param mask 0 or 1 for each weight, [inputs, outputs]; null for a full layer
     * @param weights how W starts; b starts at 0
     */
    public Dense(int inputs, int outputs, float[] mask, Initializer weights) {
        require(inputs >= 1 && outputs >= 1, "a layer needs inputs and outputs, but has %d and %d", inputs, outputs);
        require(
                mask == null || mask.length == inputs * outputs,
                "a mask must have %d x %d entries, but has %d",
                inputs,
                outputs,
                mask == null ? 0 : mask.length);
        this.inputs = inputs;
        this.outputs = outputs;
        this.mask = mask == null ? null : mask.clone();
        this.weights = weights;
    }

    /** A full layer with Glorot-uniform weights. */
    public static Dense of(int inputs, int outputs) {
        return new Dense(inputs, outputs, null, Initializer.GLOROT_UNIFORM);
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int outputs() {
        return outputs;
    }

    @Override
    public int parameterCount() {
        return (inputs + 1) * outputs;
    }

    @Override
    public void initialize(float[] parameters, int from, RandomStream random) {
        weights.fill(parameters, from, inputs, outputs, random);
        applyMask(parameters, from);
        java.util.Arrays.fill(parameters, from + inputs * outputs, from + parameterCount(), 0f);
    }

    @Override
    public void forward(float[] parameters, int from, float[] x, float[] out, int rows) {
        Blas.gemm(false, false, rows, outputs, inputs, 1f, x, 0, parameters, from, 0f, out, 0);
        FloatMath.addBias(out, rows, outputs, parameters, from + inputs * outputs);
    }

    @Override
    public void backward(
            float[] parameters,
            int from,
            float[] x,
            float[] out,
            float[] dOut,
            float[] dX,
            float[] gradient,
            int rows) {
        if (gradient != null) {
            Blas.gemm(true, false, inputs, outputs, rows, 1f, x, 0, dOut, 0, 0f, gradient, from);
            applyMask(gradient, from);
            FloatMath.columnSums(dOut, rows, outputs, gradient, from + inputs * outputs);
        }
        if (dX != null) {
            Blas.gemm(false, true, rows, inputs, outputs, 1f, dOut, 0, parameters, from, 0f, dX, 0);
        }
    }

    @Override
    public void markWeights(float[] marks, int from) {
        java.util.Arrays.fill(marks, from, from + inputs * outputs, 1f);
        applyMask(marks, from);
    }

    private void applyMask(float[] values, int from) {
        if (mask != null) {
            for (int i = 0; i < mask.length; i++) {
                values[from + i] *= mask[i];
            }
        }
    }
}
