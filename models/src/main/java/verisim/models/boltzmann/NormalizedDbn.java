package verisim.models.boltzmann;

import static verisim.core.Checks.requireRows;
import static verisim.core.Checks.requireSampleSize;

import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.math.Bernoulli;
import verisim.core.math.FloatMath;
import verisim.core.model.LatentVariableModel;
import verisim.core.random.RandomStream;

/** A {@link Dbn} whose top RBM is normalised by a known log Z. Fields are computed in float, log-probabilities summed in double. */
final class NormalizedDbn implements LatentVariableModel {
    private final Dbn network;
    private final double logPartition;
    private final int directed;

    NormalizedDbn(Dbn network, double logPartition) {
        this.network = network;
        this.logPartition = logPartition;
        this.directed = network.layers().size() - 1;
    }

    @Override
    public DataKind dataKind() {
        return network.dataKind();
    }

    @Override
    public int features() {
        return network.features();
    }

    @Override
    public int latents() {
        return network.latents();
    }

    @Override
    public INDArray sample(int n, RandomStream random) {
        return network.sample(n, random);
    }

    @Override
    public INDArray encode(INDArray x, RandomStream random) {
        requireRows(x, features(), "x");
        int n = Math.toIntExact(x.size(0));
        float[] below = BinaryRows.of(x, "x");
        float[] z = new float[n * latents()];
        int at = 0;
        for (int i = 0; i < directed; i++) {
            RbmParameters p = network.recognition(i);
            below = Dbn.drawAbove(p, below, n, random);
            put(below, n, p.hidden(), z, at);
            at += p.hidden();
        }
        return Arrays2d.matrix(z, n, latents());
    }

    @Override
    public INDArray logPosterior(INDArray z, INDArray x) {
        requireRows(x, features(), "x");
        float[] latent = latent(z);
        int n = rows(z, x);
        double[] sum = new double[n];
        float[] below = BinaryRows.of(x, "x");
        for (int i = 0; i < directed; i++) {
            RbmParameters p = network.recognition(i);
            float[] above = layer(latent, n, i);
            float[] logits = new float[above.length];
            p.hiddenFields(below, n, logits);
            addLogLikelihood(above, logits, p.hidden(), sum);
            below = above;
        }
        return Arrays2d.vector(sum);
    }

    @Override
    public INDArray logPrior(INDArray z) {
        float[] latent = latent(z);
        int n = Math.toIntExact(z.size(0));
        float[] above = layer(latent, n, directed - 1);
        double[] sum = network.top().parameters().logUnnormalizedBatch(above, n);
        for (int r = 0; r < n; r++) {
            sum[r] -= logPartition;
        }
        for (int i = directed - 1; i >= 1; i--) {
            float[] below = layer(latent, n, i - 1);
            addConditional(parameters(i), below, above, n, sum);
            above = below;
        }
        return Arrays2d.vector(sum);
    }

    @Override
    public INDArray logConditional(INDArray x, INDArray z) {
        requireRows(x, features(), "x");
        int n = rows(z, x);
        double[] sum = new double[n];
        addConditional(parameters(0), BinaryRows.of(x, "x"), layer(latent(z), n, 0), n, sum);
        return Arrays2d.vector(sum);
    }

    @Override
    public INDArray samplePrior(int n, RandomStream random) {
        requireSampleSize(n);
        float[] z = new float[Math.multiplyExact(n, latents())];
        float[] down = network.top().sampleRows(n, random.child("top"));
        int at = latents() - network.top().features();
        put(down, n, network.top().features(), z, at);
        for (int i = directed - 1; i >= 1; i--) {
            down = Dbn.drawBelow(parameters(i), down, n, random.child("down-" + i));
            at -= parameters(i).visible();
            put(down, n, parameters(i).visible(), z, at);
        }
        return Arrays2d.matrix(z, n, latents());
    }

    @Override
    public INDArray decode(INDArray z) {
        int n = Math.toIntExact(z.size(0));
        float[] mean = new float[n * features()];
        parameters(0).visibleFields(layer(latent(z), n, 0), n, mean);
        FloatMath.sigmoid(mean, mean, 0, mean.length);
        return Arrays2d.matrix(mean, n, features());
    }

    private RbmParameters parameters(int layer) {
        return network.layers().get(layer).parameters();
    }

    private float[] latent(INDArray z) {
        requireRows(z, latents(), "z");
        return BinaryRows.of(z, "z");
    }

    private static int rows(INDArray z, INDArray x) {
        verisim.core.Checks.require(
                z.size(0) == x.size(0), "z and x must have as many rows, but have %d and %d", z.size(0), x.size(0));
        return Math.toIntExact(x.size(0));
    }

    /** Returns the hidden units of RBM {@code index}, [n, H], out of z. */
    private float[] layer(float[] latent, int n, int index) {
        int at = 0;
        for (int i = 0; i < index; i++) {
            at += parameters(i).hidden();
        }
        int width = parameters(index).hidden();
        float[] out = new float[n * width];
        for (int r = 0; r < n; r++) {
            System.arraycopy(latent, r * latents() + at, out, r * width, width);
        }
        return out;
    }

    private void put(float[] layer, int n, int width, float[] z, int at) {
        for (int r = 0; r < n; r++) {
            System.arraycopy(layer, r * width, z, r * latents() + at, width);
        }
    }

    private static void addConditional(RbmParameters p, float[] below, float[] above, int n, double[] sum) {
        float[] logits = new float[below.length];
        p.visibleFields(above, n, logits);
        addLogLikelihood(below, logits, p.visible(), sum);
    }

    private static void addLogLikelihood(float[] x, float[] logits, int width, double[] sum) {
        for (int r = 0; r < sum.length; r++) {
            sum[r] += Bernoulli.logLikelihood(x, r * width, logits, r * width, width);
        }
    }
}
