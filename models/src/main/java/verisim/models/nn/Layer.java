package verisim.models.nn;

import verisim.core.random.RandomStream;

/**
 * One differentiable stage of a feed-forward network. A layer is immutable: its parameters are the slice
 * {@code parameters[from .. from + parameterCount())} of the network's flat vector, its activations belong to the caller.
 *
 * <p>All arrays are row-major, one example a row. {@code out} never is {@code x}.
 */
public interface Layer {
    int inputs();

    int outputs();

    int parameterCount();

    /** Draws initial parameters. */
    void initialize(float[] parameters, int from, RandomStream random);

    /** Computes {@code out} [rows, outputs] from {@code x} [rows, inputs]. */
    void forward(float[] parameters, int from, float[] x, float[] out, int rows);

    /**
     * Propagates a gradient back.
     *
     * @param x the inputs of the forward pass
     * @param out its outputs
     * @param dOut the loss's gradient with respect to {@code out}; may be changed
     * @param dX receives the gradient with respect to {@code x}; null if nobody needs it
     * @param gradient receives the gradient with respect to the parameters at {@code [from ..)}, overwritten; null if nobody
     *     needs it
     */
    void backward(
            float[] parameters, int from, float[] x, float[] out, float[] dOut, float[] dX, float[] gradient, int rows);

    /**
     * Sets {@code mask} to 1 at {@code [from .. from + parameterCount())} where weight decay applies: at weights, not at biases nor
     * where a weight is masked.
     */
    default void markWeights(float[] mask, int from) {}
}
