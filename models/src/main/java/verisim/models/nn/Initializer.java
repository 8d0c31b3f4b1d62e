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
    /** Normal with standard deviation sqrt(2 / (inputs + outputs)), the same variance. */
    GLOROT_NORMAL {
        @Override
        public void fill(float[] w, int from, int inputs, int outputs, RandomStream random) {
            normal(w, from, inputs * outputs, Math.sqrt(2.0 / (inputs + outputs)), random);
        }
    },
    /** Normal with standard deviation sqrt(2 / inputs); He et al. (2015). For ReLU. */
    HE_NORMAL {
        @Override
        public void fill(float[] w, int from, int inputs, int outputs, RandomStream random) {
            normal(w, from, inputs * outputs, Math.sqrt(2.0 / inputs), random);
        }
    },
    /** Uniform on +-sqrt(6 / inputs), the same variance. */
    HE_UNIFORM {
        @Override
        public void fill(float[] w, int from, int inputs, int outputs, RandomStream random) {
            uniform(w, from, inputs * outputs, Math.sqrt(6.0 / inputs), random);
        }
    },
    /**
     * Orthonormal columns, or rows if there are more outputs than inputs, uniform over all such matrices; Saxe, McClelland, Ganguli
     * (2014), https://arxiv.org/abs/1312.6120.
     */
    ORTHOGONAL {
        @Override
        public void fill(float[] w, int from, int inputs, int outputs, RandomStream random) {
            int length = Math.max(inputs, outputs);
            double[][] vectors = orthonormal(Math.min(inputs, outputs), length, random);
            for (int i = 0; i < inputs; i++) {
                for (int j = 0; j < outputs; j++) {
                    w[from + i * outputs + j] = (float) (inputs >= outputs ? vectors[j][i] : vectors[i][j]);
                }
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

    private static void normal(float[] w, int from, int n, double deviation, RandomStream random) {
        float scale = (float) deviation;
        random.fillGaussian(w, from, n);
        for (int i = from; i < from + n; i++) {
            w[i] *= scale;
        }
    }

    /**
     * Gram-Schmidt on Gaussian vectors, each projection made twice: once leaves an error that grows with how nearly dependent the
     * vectors are, twice one of rounding. (The QR decomposition of Commons Math would build a square Q of size {@code length}.)
     */
    private static double[][] orthonormal(int count, int length, RandomStream random) {
        double[][] vectors = new double[count][length];
        for (int k = 0; k < count; k++) {
            double[] v = vectors[k];
            for (int i = 0; i < length; i++) {
                v[i] = random.nextGaussian();
            }
            for (int pass = 0; pass < 2; pass++) {
                for (int j = 0; j < k; j++) {
                    subtract(v, vectors[j], dot(v, vectors[j]));
                }
            }
            double norm = Math.sqrt(dot(v, v));
            for (int i = 0; i < length; i++) {
                v[i] /= norm;
            }
        }
        return vectors;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void subtract(double[] v, double[] unit, double amount) {
        for (int i = 0; i < v.length; i++) {
            v[i] -= amount * unit[i];
        }
    }
}
