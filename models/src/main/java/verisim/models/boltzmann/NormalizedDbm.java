package verisim.models.boltzmann;

import static verisim.core.Checks.require;
import static verisim.core.Checks.requireRows;
import static verisim.core.Checks.requireSampleSize;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.math.Bernoulli;
import verisim.core.math.FloatMath;
import verisim.core.model.LatentVariableModel;
import verisim.core.random.RandomStream;

/** A {@link Dbm} normalised by a known log Z. Fields are computed in float, log-probabilities summed in double. */
final class NormalizedDbm implements LatentVariableModel {
    private static final int BLOCK = 256;

    private final Dbm machine;
    private final double logPartition;
    private volatile Posterior last;

    NormalizedDbm(Dbm machine, double logPartition) {
        this.machine = machine;
        this.logPartition = logPartition;
    }

    /** Mean-field probabilities of the odd layers of some rows; bounds ask for the same rows many times over. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Posterior(float[] rows, float[] odd) {}

    @Override
    public DataKind dataKind() {
        return machine.dataKind();
    }

    @Override
    public int features() {
        return machine.features();
    }

    @Override
    public int latents() {
        return machine.shape().odd();
    }

    @Override
    public INDArray sample(int n, RandomStream random) {
        return machine.sample(n, random);
    }

    private float[] posterior(INDArray x) {
        requireRows(x, features(), "x");
        float[] rows = BinaryRows.of(x, "x");
        Posterior known = last;
        if (known == null || !Arrays.equals(known.rows, rows)) {
            known = new Posterior(rows, meanField(rows, Math.toIntExact(x.size(0))));
            last = known;
        }
        return known.odd;
    }

    private float[] meanField(float[] rows, int n) {
        int width = latents();
        float[] out = new float[Math.multiplyExact(n, width)];
        MeanField field = new MeanField(machine.shape(), machine.parameters(), machine.meanField(), Math.min(n, BLOCK));
        for (int from = 0; from < n; from += BLOCK) {
            int count = Math.min(BLOCK, n - from);
            field.run(rows, from, count);
            System.arraycopy(field.odd(), 0, out, from * width, count * width);
        }
        return out;
    }

    @Override
    public INDArray encode(INDArray x, RandomStream random) {
        float[] p = posterior(x);
        float[] z = new float[p.length];
        random.fillBernoulli(p, z, 0, z.length);
        return Arrays2d.matrix(z, z.length / latents(), latents());
    }

    @Override
    public INDArray logPosterior(INDArray z, INDArray x) {
        float[] p = posterior(x);
        float[] latent = latent(z);
        int n = rows(z, x);
        double[] sum = new double[n];
        for (int r = 0; r < n; r++) {
            for (int j = r * latents(); j < (r + 1) * latents(); j++) {
                sum[r] += latent[j] == 1f ? Math.log(p[j]) : Math.log1p(-p[j]);
            }
        }
        return Arrays2d.vector(sum);
    }

    @Override
    public INDArray logPrior(INDArray z) {
        double[] out = machine.parameters().logUnnormalizedBatch(latent(z), Math.toIntExact(z.size(0)));
        for (int r = 0; r < out.length; r++) {
            out[r] -= logPartition;
        }
        return Arrays2d.vector(out);
    }

    @Override
    public INDArray logConditional(INDArray x, INDArray z) {
        requireRows(x, features(), "x");
        int n = rows(z, x);
        float[] v = BinaryRows.of(x, "x");
        float[] logits = machine.visibleFields(latent(z), n);
        double[] out = new double[n];
        for (int r = 0; r < n; r++) {
            out[r] = Bernoulli.logLikelihood(v, r * features(), logits, r * features(), features());
        }
        return Arrays2d.vector(out);
    }

    @Override
    public INDArray samplePrior(int n, RandomStream random) {
        requireSampleSize(n);
        return Arrays2d.matrix(machine.sampleOdd(n, random), n, latents());
    }

    @Override
    public INDArray decode(INDArray z) {
        int n = Math.toIntExact(z.size(0));
        float[] mean = machine.visibleFields(latent(z), n);
        FloatMath.sigmoid(mean, mean, 0, mean.length);
        return Arrays2d.matrix(mean, n, features());
    }

    private float[] latent(INDArray z) {
        requireRows(z, latents(), "z");
        return BinaryRows.of(z, "z");
    }

    private static int rows(INDArray z, INDArray x) {
        require(z.size(0) == x.size(0), "z and x must have as many rows, but have %d and %d", z.size(0), x.size(0));
        return Math.toIntExact(x.size(0));
    }
}
