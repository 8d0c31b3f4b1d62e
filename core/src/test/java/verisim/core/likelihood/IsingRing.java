package verisim.core.likelihood;

import java.util.Optional;
import java.util.OptionalInt;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.model.AnnealingPath;
import verisim.core.model.UnnormalizedDensity;
import verisim.core.random.RandomStream;

/**
 * A ring of D spins {@code s = 2 x - 1}: {@code log f(x) = J sum_i s_i s_{i+1} + h sum_i s_i}. Z is the trace of the D-th power of the
 * transfer matrix, which also gives exact samples. Annealed from fair coins by sweeps of single-spin Gibbs updates. As a plug-in
 * would be written: nothing here but the model and its path.
 *
 * @param start what the path gives as samples of the model
 */
record IsingRing(int spins, double coupling, double field, Start start) implements UnnormalizedDensity {
    enum Start {
        EXACT,
        NONE,
        /** A planted defect: those of the base. */
        WRONG
    }

    /** Returns {@code T^power} with {@code T = exp(J s s' + h (s + s')/2)}, [0][0] for both spins down. */
    private double[][] transfer(int power) {
        double[][] t = {
            {Math.exp(coupling - field), Math.exp(-coupling)}, {Math.exp(-coupling), Math.exp(coupling + field)}
        };
        double[][] out = {{1, 0}, {0, 1}};
        for (int i = 0; i < power; i++) {
            double[][] next = new double[2][2];
            for (int a = 0; a < 2; a++) {
                for (int b = 0; b < 2; b++) {
                    next[a][b] = out[a][0] * t[0][b] + out[a][1] * t[1][b];
                }
            }
            out = next;
        }
        return out;
    }

    double logPartition() {
        double[][] t = transfer(spins);
        return Math.log(t[0][0] + t[1][1]);
    }

    double unnormalized(float[] rows, int row) {
        double sum = 0;
        for (int i = 0; i < spins; i++) {
            double s = 2 * rows[row * spins + i] - 1;
            sum += coupling * s * (2 * rows[row * spins + (i + 1) % spins] - 1) + field * s;
        }
        return sum;
    }

    @Override
    public DataKind dataKind() {
        return DataKind.BINARY;
    }

    @Override
    public int features() {
        return spins;
    }

    /** Exact: the first spin by its marginal, each next one by the way that is left around the ring. */
    float[] draw(int n, RandomStream random) {
        float[] rows = new float[n * spins];
        double[][] once = transfer(1);
        double[][] around = transfer(spins);
        for (int r = 0; r < n; r++) {
            int first = random.nextDouble() * (around[0][0] + around[1][1]) < around[1][1] ? 1 : 0;
            int spin = first;
            rows[r * spins] = first;
            for (int i = 1; i < spins; i++) {
                double[][] rest = transfer(spins - i);
                double up = once[spin][1] * rest[1][first];
                double down = once[spin][0] * rest[0][first];
                spin = random.nextDouble() * (up + down) < up ? 1 : 0;
                rows[r * spins + i] = spin;
            }
        }
        return rows;
    }

    @Override
    public INDArray sample(int n, RandomStream random) {
        return Arrays2d.matrix(draw(n, random), n, spins);
    }

    @Override
    public INDArray unnormalizedLogProbability(INDArray x) {
        float[] rows = Arrays2d.toFloats(x);
        double[] out = new double[rows.length / spins];
        java.util.Arrays.setAll(out, r -> unnormalized(rows, r));
        return Arrays2d.vector(out);
    }

    @Override
    public OptionalInt enumerationUnits() {
        return OptionalInt.empty();
    }

    @Override
    public double logPartitionByEnumeration() {
        throw new IllegalStateException("no enumeration of its own");
    }

    @Override
    public AnnealingPath annealingPath() {
        return new Path();
    }

    private final class Path implements AnnealingPath {
        @Override
        public int stateSize() {
            return spins;
        }

        @Override
        public double baseLogPartition() {
            return spins * Math.log(2);
        }

        @Override
        public float[] sampleBase(int chains, RandomStream random) {
            float[] rows = new float[chains * spins];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = random.nextInt(2);
            }
            return rows;
        }

        @Override
        public void anneal(float[] states, int chains, double from, double to, double[] w, RandomStream random) {
            for (int r = 0; r < chains; r++) {
                w[r] += (to - from) * unnormalized(states, r);
                int at = r * spins;
                for (int i = 0; i < spins; i++) {
                    double neighbours = 2 * (states[at + (i + 1) % spins] + states[at + (i + spins - 1) % spins]) - 2;
                    double logit = 2 * to * (coupling * neighbours + field);
                    states[at + i] = random.nextDouble() < LogMath.sigmoid(logit) ? 1f : 0f;
                }
            }
        }

        @Override
        public Optional<float[]> sampleModel(int chains, int maximumUnits, RandomStream random) {
            return switch (start) {
                case EXACT -> Optional.of(draw(chains, random));
                case NONE -> Optional.empty();
                case WRONG -> Optional.of(sampleBase(chains, random));
            };
        }
    }
}
