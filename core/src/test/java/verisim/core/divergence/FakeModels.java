package verisim.core.divergence;

import java.util.OptionalInt;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.model.AnnealingPath;
import verisim.core.model.GenerativeModel;
import verisim.core.model.LatentVariableModel;
import verisim.core.model.TractableDensity;
import verisim.core.model.UnnormalizedDensity;
import verisim.core.model.UnnormalizedPrior;
import verisim.core.random.RandomStream;
import verisim.core.source.synthetic.GaussianDistribution;

/** Models that can do less than the truths they are made from. */
final class FakeModels {
    private FakeModels() {}

    /** A model that only gives samples. */
    record SamplesOnly(GenerativeModel of) implements GenerativeModel {
        @Override
        public DataKind dataKind() {
            return of.dataKind();
        }

        @Override
        public int features() {
            return of.features();
        }

        @Override
        public INDArray sample(int n, RandomStream random) {
            return of.sample(n, random);
        }
    }

    /** A density known up to a constant, with Z by enumeration of {@code units} units. */
    record Unnormalised(TractableDensity of, double logZ, OptionalInt units) implements UnnormalizedDensity {
        @Override
        public DataKind dataKind() {
            return of.dataKind();
        }

        @Override
        public int features() {
            return of.features();
        }

        @Override
        public INDArray sample(int n, RandomStream random) {
            return of.sample(n, random);
        }

        @Override
        public INDArray unnormalizedLogProbability(INDArray x) {
            return of.logProbability(x).add(logZ);
        }

        @Override
        public OptionalInt enumerationUnits() {
            return units;
        }

        @Override
        public double logPartitionByEnumeration() {
            return logZ;
        }

        @Override
        public AnnealingPath annealingPath() {
            throw new IllegalStateException("no divergence anneals");
        }
    }

    /** A function that is no density: the probabilities of {@code of} times {@code exp(shift)}. */
    record Shifted(TractableDensity of, double shift) implements TractableDensity {
        @Override
        public DataKind dataKind() {
            return of.dataKind();
        }

        @Override
        public int features() {
            return of.features();
        }

        @Override
        public INDArray sample(int n, RandomStream random) {
            return of.sample(n, random);
        }

        @Override
        public INDArray logProbability(INDArray x) {
            return of.logProbability(x).add(shift);
        }
    }

    /**
     * {@code z ~ N(0, 1), x = z + N(0, 1)}, so that {@code x ~ N(0, 2)} and the posterior is {@code N(x / 2, 1 / 2)}; the encoder
     * has that mean but the variance {@code posteriorVariance}.
     */
    record Linear(double posteriorVariance) implements LatentVariableModel {
        @Override
        public DataKind dataKind() {
            return DataKind.REAL;
        }

        @Override
        public int features() {
            return 1;
        }

        @Override
        public int latents() {
            return 1;
        }

        @Override
        public INDArray sample(int n, RandomStream random) {
            return GaussianDistribution.isotropic(new double[1], Math.sqrt(2)).sample(n, random);
        }

        @Override
        public INDArray encode(INDArray x, RandomStream random) {
            double[] z = Arrays2d.toDoubles(x);
            for (int i = 0; i < z.length; i++) {
                z[i] = z[i] / 2 + Math.sqrt(posteriorVariance) * random.nextGaussian();
            }
            return Arrays2d.matrix(z, z.length, 1);
        }

        @Override
        public INDArray logPosterior(INDArray z, INDArray x) {
            return normal(z, x, 0.5, posteriorVariance);
        }

        @Override
        public INDArray logPrior(INDArray z) {
            return normal(z, z, 0, 1);
        }

        @Override
        public INDArray logConditional(INDArray x, INDArray z) {
            return normal(x, z, 1, 1);
        }

        @Override
        public INDArray samplePrior(int n, RandomStream random) {
            return GaussianDistribution.isotropic(new double[1], 1).sample(n, random);
        }

        @Override
        public INDArray decode(INDArray z) {
            return z.dup();
        }

        private static INDArray normal(INDArray value, INDArray of, double slope, double variance) {
            double[] v = Arrays2d.toDoubles(value);
            double[] m = Arrays2d.toDoubles(of);
            double[] out = new double[v.length];
            for (int i = 0; i < v.length; i++) {
                out[i] = LogMath.logStandardNormal((v[i] - slope * m[i]) / Math.sqrt(variance))
                        - 0.5 * Math.log(variance);
            }
            return Arrays2d.vector(out);
        }
    }

    /** A latent variable model whose prior is given as {@code exp(log p(z) + logZ)}, unnormalised. */
    record Deep(Linear of, double logZ, OptionalInt units) implements UnnormalizedPrior {
        @Override
        public DataKind dataKind() {
            return DataKind.REAL;
        }

        @Override
        public int features() {
            return 1;
        }

        @Override
        public INDArray sample(int n, RandomStream random) {
            return of.sample(n, random);
        }

        @Override
        public UnnormalizedDensity prior() {
            return new Unnormalised(GaussianDistribution.isotropic(new double[1], 1), logZ, units);
        }

        @Override
        public LatentVariableModel withPriorLogPartition(double logPartition) {
            if (Math.abs(logPartition - logZ) > 1e-12) {
                throw new IllegalArgumentException("log Z is " + logZ + ", not " + logPartition);
            }
            return of;
        }
    }
}
