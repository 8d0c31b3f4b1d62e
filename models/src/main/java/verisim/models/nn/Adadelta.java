package verisim.models.nn;

import java.util.LinkedHashMap;
import java.util.Map;
import verisim.core.math.FloatMath;

/**
 * Adadelta. With {@code g} the gradient of a loss, per parameter:
 *
 * <pre>{@code
 * G = rho G + (1 - rho) g^2
 * d = -sqrt(D + epsilon) / sqrt(G + epsilon) g
 * D = rho D + (1 - rho) d^2
 * w = w + rate d
 * }</pre>
 *
 * <p>The paper has no learning rate; 1 is its rule.
 *
 * @see <a href="https://arxiv.org/abs/1212.5701">Zeiler (2012), ADADELTA: an adaptive learning rate method</a>
 */
public final class Adadelta implements Optimizer {
    private final float rho;
    private final float epsilon;
    private final float[] gradients;
    private final float[] steps;

    /**
     * @param size number of parameters
     */
    public Adadelta(int size, double rho, double epsilon) {
        this.rho = (float) rho;
        this.epsilon = (float) epsilon;
        this.gradients = new float[size];
        this.steps = new float[size];
    }

    /** Adadelta with the paper's constants 0.95 and 1e-6. */
    public static Adadelta of(int size) {
        return new Adadelta(size, 0.95, 1e-6);
    }

    @Override
    public void step(float[] parameters, float[] gradient, double learningRate) {
        float rate = (float) learningRate;
        float rest = 1 - rho;
        for (int i = 0; i < steps.length; i++) {
            float g = gradient[i];
            float mean = rho * gradients[i] + rest * g * g;
            float step = (float) Math.sqrt((steps[i] + epsilon) / (mean + epsilon)) * g;
            gradients[i] = FloatMath.flushed(mean);
            steps[i] = FloatMath.flushed(rho * steps[i] + rest * step * step);
            parameters[i] = FloatMath.flushed(parameters[i] - rate * step);
        }
    }

    @Override
    public Map<String, float[]> state() {
        Map<String, float[]> state = new LinkedHashMap<>();
        state.put("gradients", gradients);
        state.put("steps", steps);
        return state;
    }
}
