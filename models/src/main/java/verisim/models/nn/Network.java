package verisim.models.nn;

import static verisim.core.Checks.require;

import java.util.List;
import verisim.core.random.RandomStream;

/**
 * Layers one after the other over one flat parameter vector. Immutable and free of state; a {@link Pass} holds the activations
 * of one thread.
 */
public final class Network {
    private final List<Layer> layers;
    private final int[] starts;
    private final int parameterCount;

    /**
     * @param layers each one's inputs as many as the outputs of the one before
     */
    public Network(List<? extends Layer> layers) {
        require(!layers.isEmpty(), "a network needs at least one layer");
        this.layers = List.copyOf(layers);
        this.starts = new int[layers.size()];
        int count = 0;
        for (int i = 0; i < layers.size(); i++) {
            require(
                    i == 0 || layers.get(i).inputs() == layers.get(i - 1).outputs(),
                    "layer %d has %d inputs, but the layer before has %d outputs",
                    i,
                    layers.get(i).inputs(),
                    i == 0 ? 0 : layers.get(i - 1).outputs());
            starts[i] = count;
            count += layers.get(i).parameterCount();
        }
        this.parameterCount = count;
    }

    /**
     * Returns a multilayer perceptron: dense layers with {@code hidden} units between, each followed by {@code function};
     * nothing after the last.
     */
    public static Network perceptron(int inputs, List<Integer> hidden, int outputs, Activation.Function function) {
        return perceptron(inputs, hidden, outputs, function, 0);
    }

    /** Returns the same with {@link Dropout} after each hidden layer, unless {@code dropout} is 0. */
    public static Network perceptron(
            int inputs, List<Integer> hidden, int outputs, Activation.Function function, double dropout) {
        List<Layer> layers = new java.util.ArrayList<>();
        boolean rectified = function == Activation.Function.RELU || function == Activation.Function.LEAKY_RELU;
        Initializer initializer = rectified ? Initializer.HE_NORMAL : Initializer.GLOROT_UNIFORM;
        int width = inputs;
        for (int units : hidden) {
            layers.add(new Dense(width, units, null, initializer));
            layers.add(new Activation(function, units));
            if (dropout > 0) {
                layers.add(new Dropout(units, dropout));
            }
            width = units;
        }
        layers.add(Dense.of(width, outputs));
        return new Network(layers);
    }

    public int inputs() {
        return layers.get(0).inputs();
    }

    public int outputs() {
        return layers.get(layers.size() - 1).outputs();
    }

    public int parameterCount() {
        return parameterCount;
    }

    public List<Layer> layers() {
        return layers;
    }

    /** Returns where the parameters of layer {@code index} start within the network's slice. */
    public int layerStart(int index) {
        return starts[index];
    }

    /** Draws initial parameters into {@code parameters[from ..)}. */
    public void initialize(float[] parameters, int from, RandomStream random) {
        for (int i = 0; i < layers.size(); i++) {
            layers.get(i).initialize(parameters, from + starts[i], random.child(i));
        }
    }

    /** Sets {@code mask[from ..)} to 1 where weight decay applies and leaves it alone elsewhere; see {@link Objective#decayed}. */
    public void markWeights(float[] mask, int from) {
        for (int i = 0; i < layers.size(); i++) {
            layers.get(i).markWeights(mask, from + starts[i]);
        }
    }

    /** Returns buffers for batches of up to {@code maxRows} rows, for one thread. */
    public Pass newPass(int maxRows) {
        return new Pass(maxRows);
    }

    /** Activations of one forward pass, kept for the backward pass. Confined to one thread. */
    public final class Pass {
        private final int maxRows;
        private final float[][] activations;
        private float[] gradientA = new float[0];
        private float[] gradientB = new float[0];
        private final float[][] masks = new float[layers.size()][];
        private float[] input;
        private boolean dropping;

        private Pass(int maxRows) {
            require(maxRows >= 1, "maxRows must be at least 1, but was %d", maxRows);
            this.maxRows = maxRows;
            activations = new float[layers.size()][];
            for (int i = 0; i < layers.size(); i++) {
                activations[i] = new float[maxRows * layers.get(i).outputs()];
            }
        }

        /** Returns the outputs [rows, outputs()] of {@code x}, in an array that the next call reuses. Nothing is dropped. */
        public float[] forward(float[] parameters, int from, float[] x, int rows) {
            return forward(parameters, from, x, rows, null);
        }

        /**
         * Returns the outputs in training: {@link Dropout} layers draw their masks, and {@link #backward} uses the same ones.
         *
         * @param random the stream of this step
         */
        public float[] forwardTraining(float[] parameters, int from, float[] x, int rows, RandomStream random) {
            return forward(parameters, from, x, rows, random);
        }

        private float[] forward(float[] parameters, int from, float[] x, int rows, RandomStream random) {
            require(rows <= maxRows, "this pass takes up to %d rows, but got %d", maxRows, rows);
            input = x;
            dropping = random != null;
            float[] current = x;
            for (int i = 0; i < layers.size(); i++) {
                Layer layer = layers.get(i);
                if (dropping && layer instanceof Dropout dropout) {
                    if (masks[i] == null) {
                        masks[i] = new float[maxRows * dropout.width()];
                    }
                    dropout.drawMask(masks[i], rows, random.child(i));
                    dropout.apply(current, masks[i], activations[i], rows);
                } else {
                    layer.forward(parameters, from + starts[i], current, activations[i], rows);
                }
                current = activations[i];
            }
            return current;
        }

        /**
         * Propagates {@code dOut} back through the last forward pass.
         *
         * @param gradient receives the parameters' gradient at {@code [from ..)}, overwritten; null if nobody needs it
         * @param wantInputGradient whether the gradient of the inputs is needed
         * @return the gradient of the inputs [rows, inputs()] in an array that the next call reuses, or null
         */
        public float[] backward(
                float[] parameters, int from, float[] dOut, float[] gradient, boolean wantInputGradient, int rows) {
            if (gradientA.length == 0) {
                int widest = inputs();
                for (Layer layer : layers) {
                    widest = Math.max(widest, layer.inputs());
                }
                gradientA = new float[maxRows * widest];
                gradientB = new float[maxRows * widest];
            }
            float[] current = dOut;
            for (int i = layers.size() - 1; i >= 0; i--) {
                float[] x = i == 0 ? input : activations[i - 1];
                float[] dX = i == 0 && !wantInputGradient ? null : current == gradientA ? gradientB : gradientA;
                if (dropping && layers.get(i) instanceof Dropout dropout) {
                    if (dX != null) {
                        dropout.apply(current, masks[i], dX, rows);
                    }
                } else {
                    layers.get(i)
                            .backward(parameters, from + starts[i], x, activations[i], current, dX, gradient, rows);
                }
                current = dX;
            }
            return current;
        }
    }
}
