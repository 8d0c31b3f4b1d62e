package verisim.models.nn;

import java.util.LinkedHashMap;
import java.util.Map;
import verisim.core.math.FloatMath;

/**
 * Adam. With {@code g} the gradient of a loss, per parameter:
 *
 * <pre>{@code
 * m = beta1 m + (1 - beta1) g,   v = beta2 v + (1 - beta2) g^2
 * w = w - rate (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon),   epsilon = 1e-8
 * }</pre>
 *
 * @see <a href="https://arxiv.org/abs/1412.6980">Kingma and Ba (2015), Adam: a method for stochastic optimization</a>
 */
public final class Adam implements Optimizer {
    private static final float EPSILON = 1e-8f;

    /** Up to here a float counts exactly; both corrections are 1 in double long before, so counting may end. */
    private static final float MOST_STEPS = 1 << 24;

    private final float beta1;
    private final float beta2;
    private final float[] m;
    private final float[] v;
    private final float[] steps = new float[1];

    /**
     * @param size number of parameters
     */
    public Adam(int size, double beta1, double beta2) {
        this.beta1 = (float) beta1;
        this.beta2 = (float) beta2;
        this.m = new float[size];
        this.v = new float[size];
    }

    /** Adam with the paper's constants 0.9 and 0.999. */
    public static Adam of(int size) {
        return new Adam(size, 0.9, 0.999);
    }

    @Override
    public void step(float[] parameters, float[] gradient, double learningRate) {
        steps[0] = Math.min(MOST_STEPS, steps[0] + 1);
        // Both corrections folded into one rate and one epsilon, so that the loop has one square root and one division.
        double correction = Math.sqrt(1 - StrictMath.pow(beta2, steps[0]));
        float rate = (float) (learningRate * correction / (1 - StrictMath.pow(beta1, steps[0])));
        float epsilon = (float) (EPSILON * correction);
        float oneMinus1 = 1 - beta1;
        float oneMinus2 = 1 - beta2;
        for (int i = 0; i < m.length; i++) {
            float g = gradient[i];
            float mi = FloatMath.flushed(beta1 * m[i] + oneMinus1 * g);
            float vi = FloatMath.flushed(beta2 * v[i] + oneMinus2 * g * g);
            m[i] = mi;
            v[i] = vi;
            parameters[i] = FloatMath.flushed(parameters[i] - rate * mi / ((float) Math.sqrt(vi) + epsilon));
        }
    }

    @Override
    public Map<String, float[]> state() {
        Map<String, float[]> state = new LinkedHashMap<>();
        state.put("m", m);
        state.put("v", v);
        state.put("steps", steps);
        return state;
    }
}
