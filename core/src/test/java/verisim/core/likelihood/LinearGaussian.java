package verisim.core.likelihood;

import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.model.LatentVariableModel;
import verisim.core.random.RandomStream;

/**
 * {@code z ~ N(0, 1), x_d = w_d z + m_d + s e_d}: marginal and posterior are Gaussian. The encoder's variance is the posterior's
 * times a factor, its mean the posterior's plus a shift (in posterior standard deviations).
 */
@SuppressWarnings("ArrayRecordComponent") // a fixture, never compared
record LinearGaussian(double[] w, double[] m, double s, double varianceFactor, double shift)
        implements LatentVariableModel {
    private double posteriorVariance() {
        double ww = 0;
        for (double weight : w) {
            ww += weight * weight;
        }
        return 1 / (1 + ww / (s * s));
    }

    private double posteriorMean(double[] x, int from) {
        double sum = 0;
        for (int d = 0; d < w.length; d++) {
            sum += w[d] * (x[from + d] - m[d]);
        }
        return posteriorVariance() * sum / (s * s);
    }

    /** Closed marginal by the matrix determinant and Sherman-Morrison formulas for {@code s^2 I + w w'}. */
    double exact(double[] x, int from) {
        double ww = 0;
        double rr = 0;
        double wr = 0;
        for (int d = 0; d < w.length; d++) {
            double r = x[from + d] - m[d];
            ww += w[d] * w[d];
            rr += r * r;
            wr += w[d] * r;
        }
        double s2 = s * s;
        double logDet = w.length * Math.log(s2) + Math.log1p(ww / s2);
        return -0.5 * (w.length * LogMath.LOG_TWO_PI + logDet + rr / s2 - wr * wr / (s2 * (s2 + ww)));
    }

    /** {@code KL(q, posterior)}, the same for every x. */
    double gap() {
        return 0.5 * (varianceFactor + shift * shift - 1 - Math.log(varianceFactor));
    }

    @Override
    public DataKind dataKind() {
        return DataKind.REAL;
    }

    @Override
    public int features() {
        return w.length;
    }

    @Override
    public int latents() {
        return 1;
    }

    private double encoderMean(double[] x, int from) {
        return posteriorMean(x, from) + shift * Math.sqrt(posteriorVariance());
    }

    @Override
    public INDArray encode(INDArray x, RandomStream random) {
        double[] rows = Arrays2d.toDoubles(x);
        double[] z = new double[rows.length / w.length];
        for (int r = 0; r < z.length; r++) {
            z[r] = encoderMean(rows, r * w.length)
                    + Math.sqrt(varianceFactor * posteriorVariance()) * random.nextGaussian();
        }
        return Arrays2d.matrix(z, z.length, 1);
    }

    @Override
    public INDArray logPosterior(INDArray z, INDArray x) {
        double[] rows = Arrays2d.toDoubles(x);
        double[] out = Arrays2d.toDoubles(z);
        double sd = Math.sqrt(varianceFactor * posteriorVariance());
        for (int r = 0; r < out.length; r++) {
            out[r] = LogMath.logStandardNormal((out[r] - encoderMean(rows, r * w.length)) / sd) - Math.log(sd);
        }
        return Arrays2d.vector(out);
    }

    @Override
    public INDArray logPrior(INDArray z) {
        double[] out = Arrays2d.toDoubles(z);
        for (int r = 0; r < out.length; r++) {
            out[r] = LogMath.logStandardNormal(out[r]);
        }
        return Arrays2d.vector(out);
    }

    @Override
    public INDArray logConditional(INDArray x, INDArray z) {
        double[] rows = Arrays2d.toDoubles(x);
        double[] latent = Arrays2d.toDoubles(z);
        double[] out = new double[latent.length];
        for (int r = 0; r < out.length; r++) {
            for (int d = 0; d < w.length; d++) {
                double e = (rows[r * w.length + d] - w[d] * latent[r] - m[d]) / s;
                out[r] += LogMath.logStandardNormal(e) - Math.log(s);
            }
        }
        return Arrays2d.vector(out);
    }

    @Override
    public INDArray samplePrior(int n, RandomStream random) {
        double[] z = new double[n];
        java.util.Arrays.setAll(z, i -> random.nextGaussian());
        return Arrays2d.matrix(z, n, 1);
    }

    @Override
    public INDArray decode(INDArray z) {
        double[] latent = Arrays2d.toDoubles(z);
        float[] out = new float[latent.length * w.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (w[i % w.length] * latent[i / w.length] + m[i % w.length]);
        }
        return Arrays2d.matrix(out, latent.length, w.length);
    }

    @Override
    public INDArray sample(int n, RandomStream random) {
        float[] x = Arrays2d.toFloats(decode(samplePrior(n, random)));
        for (int i = 0; i < x.length; i++) {
            x[i] += (float) (s * random.nextGaussian());
        }
        return Arrays2d.matrix(x, n, w.length);
    }
}
