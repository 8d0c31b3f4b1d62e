package verisim.models.boltzmann;

import static verisim.core.Checks.require;

import java.util.Optional;
import verisim.core.math.FloatMath;
import verisim.core.math.NativeFloats;
import verisim.core.model.AnnealingPath;
import verisim.core.random.RandomStream;

/**
 * From independent visible units to an RBM, over the visible units with the hidden ones summed out:
 *
 * <pre>{@code f_beta(v) = exp(((1 - beta) bA + beta b).v) prod_j (1 + exp(beta (c_j + v W_j)))}</pre>
 *
 * At beta = 0 this is {@code 2^H exp(bA.v)}, so {@code log Z_0 = H log 2 + sum_d softplus(bA_d)}; at beta = 1 it is {@code exp(-F(v))}.
 * The base rates bA are the logits of the smoothed means of the training data: from there the way to the model is shorter than
 * from a uniform distribution. With visible units that are not binary their own terms and their base distribution take part; see
 * {@link VisibleUnits}.
 *
 * <p>The move is that of {@link GibbsKernel} at inverse temperature beta. It is written out here because the model does not change on
 * the way: weights stay in native memory, and the hidden fields of a state serve both its weight and its move. A path is confined to
 * one thread.
 *
 * @see <a href="https://doi.org/10.1145/1390156.1390266">Salakhutdinov and Murray (2008), On the quantitative analysis of deep belief
 *     networks</a>
 */
final class RbmAnnealingPath implements AnnealingPath {
    private final RbmParameters model;
    private final float[] baseLogits;
    private final float[] visibleBias;
    private final float[] biasGain; // b - bA
    private NativeFloats weights;
    private Chains buffers;

    RbmAnnealingPath(RbmParameters model, float[] baseLogits) {
        this.model = model;
        this.baseLogits = baseLogits;
        int visible = model.visible();
        visibleBias = new float[visible];
        biasGain = new float[visible];
        for (int d = 0; d < visible; d++) {
            visibleBias[d] = (float) model.visibleBias(d);
            biasGain[d] = visibleBias[d] - baseLogits[d];
        }
    }

    /** Buffers of so many chains, and what they hold of the states read last. */
    private final class Chains {
        final int chains;
        final NativeFloats nativeVisible;
        final NativeFloats nativeHidden;
        /** {@code c + v W} [chains, H]. */
        final float[] fields;
        /** {@code (b - bA).v}, and the difference of the visible units' own terms [chains]. */
        final double[] linear;

        final float[] hidden;
        /** One row's visible units: a loop over arrays at unequal places is not vectorised. */
        final float[] row = new float[model.visible()];

        final SoftplusSum softplus = new SoftplusSum(model.hidden());

        Chains(int chains) {
            this.chains = chains;
            nativeVisible = new NativeFloats(Math.multiplyExact(chains, model.visible()));
            nativeHidden = new NativeFloats(Math.multiplyExact(chains, model.hidden()));
            fields = new float[chains * model.hidden()];
            linear = new double[chains];
            hidden = new float[chains * model.hidden()];
        }

        void read(float[] states) {
            int visible = model.visible();
            int units = model.hidden();
            nativeVisible.put(0, states, 0, chains * visible);
            NativeFloats.gemm(false, false, chains, units, visible, nativeVisible, 0, weights, 0, nativeHidden, 0);
            nativeHidden.get(0, fields, 0, fields.length);
            FloatMath.addBias(fields, chains, units, model.values(), model.hiddenFrom());
            for (int r = 0; r < chains; r++) {
                linear[r] = dot(states, r * visible)
                        + model.units().modelTerm(model, states, r * visible)
                        - model.units().baseTerm(model, states, r * visible);
            }
        }

        /** Products in float, folded by halves: exact to some 1e-6 of the sum of their sizes, and vectorised. */
        private double dot(float[] states, int from) {
            System.arraycopy(states, from, row, 0, row.length);
            for (int d = 0; d < row.length; d++) {
                row[d] *= biasGain[d];
            }
            int n = row.length;
            while (n > 1) {
                int half = n / 2;
                int rest = n - half;
                for (int d = 0; d < half; d++) {
                    row[d] += row[rest + d];
                }
                n = rest;
            }
            return row[0];
        }

        private void temper(float[] fields, float beta) {
            for (int d = 0; d < fields.length; d++) {
                fields[d] = beta * (fields[d] + visibleBias[d]) + (1f - beta) * baseLogits[d];
            }
        }

        double logRatio(int row, double from, double to) {
            return (to - from) * linear[row] + softplus.difference(fields, row * model.hidden(), from, to);
        }

        /** Draws hidden units given the states read, then visible ones given those. */
        void move(float[] states, float beta, RandomStream random) {
            int visible = model.visible();
            for (int i = 0; i < hidden.length; i++) {
                hidden[i] = beta * fields[i];
            }
            FloatMath.sigmoid(hidden, hidden, 0, hidden.length);
            random.fillBernoulli(hidden, hidden, 0, hidden.length);
            nativeHidden.put(0, hidden, 0, hidden.length);
            NativeFloats.gemm(
                    false, true, chains, visible, model.hidden(), nativeHidden, 0, weights, 0, nativeVisible, 0);
            nativeVisible.get(0, states, 0, chains * visible);
            for (int r = 0; r < chains; r++) {
                System.arraycopy(states, r * visible, row, 0, visible);
                temper(row, beta);
                System.arraycopy(row, 0, states, r * visible, visible);
            }
            model.units().draw(model, states, chains, new float[] {beta}, random);
        }
    }

    @Override
    public int stateSize() {
        return model.visible();
    }

    @Override
    public double baseLogPartition() {
        return model.hidden() * Math.log(2) + model.units().baseLogNormalizer(model, baseLogits);
    }

    @Override
    public float[] sampleBase(int chains, RandomStream random) {
        require(chains >= 1, "chains must be at least 1, but was %d", chains);
        return new GibbsKernel(model, baseLogits).drawBase(chains, random);
    }

    @Override
    public void anneal(float[] states, int chains, double from, double to, double[] logWeights, RandomStream random) {
        if (buffers == null || buffers.chains != chains) {
            buffers = chains(chains);
        }
        buffers.read(states);
        if (from != to) {
            for (int r = 0; r < chains; r++) {
                logWeights[r] += buffers.logRatio(r, from, to);
            }
        }
        buffers.move(states, (float) to, random);
    }

    @Override
    public LogRatios logRatios(float[] states, int chains) {
        Chains read = chains(chains);
        read.read(states);
        return (from, to, out) -> {
            for (int r = 0; r < chains; r++) {
                out[r] = read.logRatio(r, from, to);
            }
        };
    }

    private Chains chains(int chains) {
        if (weights == null) {
            weights = new NativeFloats(model.visibleFrom());
            weights.put(0, model.values(), 0, model.visibleFrom());
        }
        return new Chains(chains);
    }

    /** Enumerates one side. */
    @Override
    public Optional<float[]> sampleModel(int chains, int maximumUnits, RandomStream random) {
        return model.enumerated() <= maximumUnits ? Optional.of(model.drawVisible(chains, random)) : Optional.empty();
    }
}
