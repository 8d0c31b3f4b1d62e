package verisim.models.nn;

import java.util.Map;
import verisim.core.math.FloatMath;

/**
 * AdaGrad with diagonal matrices. With {@code g} the gradient of a loss, per parameter:
 *
 * <pre>{@code
 * G = G + g^2,   w = w - rate g / (sqrt(G) + epsilon),   epsilon = 1e-10
 * }</pre>
 *
 * @see <a href="https://jmlr.org/papers/v12/duchi11a.html">Duchi, Hazan, Singer (2011), Adaptive subgradient methods for online
 *     learning and stochastic optimization</a>
 */
public final class Adagrad implements Optimizer {
    private static final float EPSILON = 1e-10f;

    private final float[] squares;

    /**
     * @param size number of parameters
     */
    public Adagrad(int size) {
        this.squares = new float[size];
    }

    @Override
    public void step(float[] parameters, float[] gradient, double learningRate) {
        float rate = (float) learningRate;
        for (int i = 0; i < squares.length; i++) {
            float g = gradient[i];
            float sum = FloatMath.flushed(squares[i] + g * g);
            squares[i] = sum;
            parameters[i] = FloatMath.flushed(parameters[i] - rate * g / ((float) Math.sqrt(sum) + EPSILON));
        }
    }

    @Override
    public Map<String, float[]> state() {
        return Map.of("squares", squares);
    }
}
