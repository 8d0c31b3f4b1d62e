package verisim.core.likelihood;

import java.util.OptionalInt;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.model.AnnealingPath;
import verisim.core.model.UnnormalizedDensity;
import verisim.core.random.RandomStream;

/** Independent units {@code f(x) = exp(k + logits.x)}, annealed from fair coins; log Z = k + sum of softplus(logits). */
@SuppressWarnings("ArrayRecordComponent") // a fixture, never compared
record ProductOfBernoullis(double[] logits, double constant, boolean enumerable) implements UnnormalizedDensity {
    double logPartition() {
        double sum = constant;
        for (double logit : logits) {
            sum += LogMath.softplus(logit);
        }
        return sum;
    }

    double unnormalized(float[] rows, int row) {
        double sum = constant;
        for (int d = 0; d < logits.length; d++) {
            sum += rows[row * logits.length + d] * logits[d];
        }
        return sum;
    }

    @Override
    public INDArray unnormalizedLogProbability(INDArray x) {
        float[] rows = Arrays2d.toFloats(x);
        double[] out = new double[rows.length / logits.length];
        java.util.Arrays.setAll(out, r -> unnormalized(rows, r));
        return Arrays2d.vector(out);
    }

    @Override
    public OptionalInt enumerationUnits() {
        return enumerable ? OptionalInt.of(0) : OptionalInt.empty();
    }

    @Override
    public double logPartitionByEnumeration() {
        return logPartition();
    }

    @Override
    public DataKind dataKind() {
        return DataKind.BINARY;
    }

    @Override
    public int features() {
        return logits.length;
    }

    @Override
    public INDArray sample(int n, RandomStream random) {
        return Arrays2d.matrix(draw(n, 1, random), n, logits.length);
    }

    private float[] draw(int n, double beta, RandomStream random) {
        float[] rows = new float[n * logits.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = random.nextDouble() < LogMath.sigmoid(beta * logits[i % logits.length]) ? 1f : 0f;
        }
        return rows;
    }

    @Override
    public AnnealingPath annealingPath() {
        return new AnnealingPath() {
            @Override
            public int stateSize() {
                return logits.length;
            }

            @Override
            public double baseLogPartition() {
                return logits.length * Math.log(2);
            }

            @Override
            public float[] sampleBase(int chains, RandomStream random) {
                return draw(chains, 0, random);
            }

            @Override
            public void anneal(float[] states, int chains, double from, double to, double[] w, RandomStream random) {
                for (int r = 0; r < chains; r++) {
                    w[r] += (to - from) * unnormalized(states, r);
                }
                System.arraycopy(draw(chains, to, random), 0, states, 0, states.length);
            }
        };
    }
}
