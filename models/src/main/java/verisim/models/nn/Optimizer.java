package verisim.models.nn;

/** Changes parameters step by step to lower a loss. Holds the state of one training run. */
public interface Optimizer {
    /** Moves {@code parameters} one step against {@code gradient}, the gradient of a loss to be lowered. */
    void step(float[] parameters, float[] gradient, double learningRate);
}
