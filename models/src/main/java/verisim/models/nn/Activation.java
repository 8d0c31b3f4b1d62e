package verisim.models.nn;

import verisim.core.math.FloatMath;
import verisim.core.random.RandomStream;

/** An elementwise nonlinearity of {@code width} units. */
public record Activation(Function function, int width) implements Layer {
    /** The nonlinearities. */
    public enum Function {
        RELU,
        /** max(x, 0.2 x), as usual in GAN discriminators. */
        LEAKY_RELU,
        TANH,
        SIGMOID
    }

    /** Slope of LEAKY_RELU below 0. */
    public static final float LEAK = 0.2f;

    @Override
    public int inputs() {
        return width;
    }

    @Override
    public int outputs() {
        return width;
    }

    @Override
    public int parameterCount() {
        return 0;
    }

    @Override
    public void initialize(float[] parameters, int from, RandomStream random) {}

    @Override
    public void forward(float[] parameters, int from, float[] x, float[] out, int rows) {
        int n = rows * width;
        switch (function) {
            case RELU -> FloatMath.relu(x, out, 0, n);
            case LEAKY_RELU -> {
                for (int i = 0; i < n; i++) {
                    out[i] = Math.max(x[i], LEAK * x[i]);
                }
            }
            case TANH -> FloatMath.tanh(x, out, 0, n);
            case SIGMOID -> FloatMath.sigmoid(x, out, 0, n);
        }
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
        if (dX == null) {
            return;
        }
        int n = rows * width;
        switch (function) {
            case RELU -> {
                for (int i = 0; i < n; i++) {
                    dX[i] = dOut[i] * step(out[i]);
                }
            }
            case LEAKY_RELU -> {
                for (int i = 0; i < n; i++) {
                    dX[i] = dOut[i] * (LEAK + (1f - LEAK) * step(out[i]));
                }
            }
            case TANH -> {
                for (int i = 0; i < n; i++) {
                    dX[i] = dOut[i] * (1f - out[i] * out[i]);
                }
            }
            case SIGMOID -> {
                for (int i = 0; i < n; i++) {
                    dX[i] = dOut[i] * out[i] * (1f - out[i]);
                }
            }
        }
    }

    /**
     * Returns 1 if {@code x > 0} (from 1e-38, the smallest normal number), else 0. Signs of activations are as good as random, and
     * a branch on them, mispredicted every other time, costs more than the rest of the layer; min and max compile to vector code.
     */
    private static float step(float x) {
        return Math.min(1f, Math.max(0f, x) * 1e38f);
    }
}
