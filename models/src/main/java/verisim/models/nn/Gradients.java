package verisim.models.nn;

/** What happens to a gradient between the loss and the optimiser. */
final class Gradients {
    private Gradients() {}

    /**
     * Adds the gradient {@code weightDecay w} of an L2 penalty.
     *
     * @param decayed 1 for parameters it applies to, else 0; null for all
     */
    static void addDecay(float[] gradient, float[] parameters, float[] decayed, double weightDecay) {
        float decay = (float) weightDecay;
        if (decayed == null) {
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] += decay * parameters[i];
            }
        } else {
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] += decay * decayed[i] * parameters[i];
            }
        }
    }

    /** Scales {@code gradient} to the Euclidean norm {@code most} if it is longer, and returns the norm it had. */
    static double clip(float[] gradient, double most) {
        double norm = norm(gradient);
        if (norm > most) {
            float scale = (float) (most / norm);
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] *= scale;
            }
        }
        return norm;
    }

    /** Four sums in double: squares of floats cannot overflow there, and the additions need not wait for each other. */
    private static double norm(float[] x) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 3 < x.length; i += 4) {
            a += (double) x[i] * x[i];
            b += (double) x[i + 1] * x[i + 1];
            c += (double) x[i + 2] * x[i + 2];
            d += (double) x[i + 3] * x[i + 3];
        }
        for (; i < x.length; i++) {
            a += (double) x[i] * x[i];
        }
        return Math.sqrt(a + b + (c + d));
    }
}
