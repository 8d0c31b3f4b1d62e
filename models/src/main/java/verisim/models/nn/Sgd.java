package verisim.models.nn;

import static verisim.core.Checks.require;

import java.util.Map;
import verisim.core.math.FloatMath;

/**
 * Gradient descent with momentum. With {@code g} the gradient of a loss, per parameter:
 *
 * <pre>{@code
 * v = momentum v - rate g
 * w = w + v                          classical
 * w = w + momentum v - rate g        Nesterov
 * }</pre>
 *
 * <p>The second is the paper's rule {@code v = momentum v - rate g(w + momentum v), w = w + v}, written in terms of the point {@code w
 * + momentum v} at which it takes the gradient (Bengio, Boulanger-Lewandowski, Pascanu, 2013, section 3.5).
 *
 * @see <a href="https://proceedings.mlr.press/v28/sutskever13.html">Sutskever, Martens, Dahl, Hinton (2013), On the importance of
 *     initialization and momentum in deep learning</a>
 */
public final class Sgd implements Optimizer {
    private final float momentum;
    private final boolean nesterov;
    private final float[] velocity;

    /**
     * @param size number of parameters
     * @param momentum at least 0 and less than 1; 0 for plain gradient descent
     */
    public Sgd(int size, double momentum, boolean nesterov) {
        require(momentum >= 0 && momentum < 1, "momentum must be at least 0 and less than 1, but was %s", momentum);
        this.momentum = (float) momentum;
        this.nesterov = nesterov;
        this.velocity = new float[size];
    }

    @Override
    public void step(float[] parameters, float[] gradient, double learningRate) {
        float rate = (float) learningRate;
        float kept = nesterov ? momentum : 1f;
        float direct = nesterov ? rate : 0f;
        for (int i = 0; i < velocity.length; i++) {
            float g = gradient[i];
            float v = FloatMath.flushed(momentum * velocity[i] - rate * g);
            velocity[i] = v;
            parameters[i] = FloatMath.flushed(parameters[i] + (kept * v - direct * g));
        }
    }

    @Override
    public Map<String, float[]> state() {
        return Map.of("velocity", velocity);
    }
}
