package verisim.models.nn;

import verisim.core.random.RandomStream;

/** How a weight matrix [inputs, outputs] starts. */
public enum Initializer {
    /** Uniform on +-sqrt(6 / (inputs + outputs)); Glorot and Bengio (2010). For tanh and sigmoid. */
    GLOROT_UNIFORM {
        @Override
        public void fill(float[] w, int from, int inputs, int outputs, RandomStream random) {
            uniform(w, from, inputs * outputs, Math.sqrt(6.0 / (inputs + outputs)), random);
        }
    },
    /** Normal with standard deviation sqrt(2 / inputs); He et al. (2015). For ReLU. */
    HE_NORMAL {
        @Override
        public void fill(float[] w, int from, int inputs, int outputs, RandomStream random) {
            float scale = (float) Math.sqrt(2.0 / inputs);
            random.fillGaussian(w, from, inputs * outputs);
            for (int i = from; i < from + inputs * outputs; i++) {
                w[i] *= scale;
            }
        }
    };

    /** Draws the weights {@code w[from .. from + inputs * outputs)}. */
    public abstract void fill(float[] w, int from, int inputs, int outputs, RandomStream random);

    private static void uniform(float[] w, int from, int n, double bound, RandomStream random) {
        random.fillUniform(w, from, n);
        float width = (float) (2 * bound);
        float low = (float) -bound;
        for (int i = from; i < from + n; i++) {
            w[i] = low + width * w[i];
        }
    }
}
