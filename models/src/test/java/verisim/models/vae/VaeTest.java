package verisim.models.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.random.RandomStream;
import verisim.models.nn.Activation;
import verisim.models.nn.FeatureScaling;

/** The capability methods of a VAE with random parameters against formulas, quadrature and enumeration. */
class VaeTest {
    private static final int D = 4;

    @Test
    void quadratureOverZMakesTheProbabilitiesOfAllStatesSumToOne() {
        double[] logP = stateLogProbabilities(binary());
        assertThat(LogMath.logSumExp(logP)).isCloseTo(0, within(1e-6));
    }

    /** {@code E_q [p(z) p(x given z) / q(z given x)] = p(x)}: ties encode, logPosterior, logPrior and logConditional together. */
    @Test
    void importanceWeightsAverageToTheMarginal() {
        Vae vae = binary();
        double[] logP = stateLogProbabilities(vae);
        INDArray states = allStates();
        int samples = 4000;
        for (int s : new int[] {0, 5, 15}) {
            INDArray x = repeat(states.getRow(s, true), samples);
            INDArray z = vae.encode(x, RandomStream.ofSeed(3).child(s));
            double[] w = weights(vae, x, z);
            double mean = 0;
            double square = 0;
            for (double v : w) {
                mean += Math.exp(v - logP[s]) / samples;
            }
            for (double v : w) {
                square += Math.pow(Math.exp(v - logP[s]) - mean, 2);
            }
            double error = Math.sqrt(square / (samples - 1) / samples);
            assertThat(error).isLessThan(0.05);
            assertThat(Math.abs(mean - 1) / error).isLessThan(4.9);
        }
    }

    @Test
    void samplesFollowTheMarginal() {
        Vae vae = binary();
        double[] logP = stateLogProbabilities(vae);
        int n = 40_000;
        float[] x = Arrays2d.toFloats(vae.sample(n, RandomStream.ofSeed(5)));
        int[] counts = new int[1 << D];
        for (int r = 0; r < n; r++) {
            int state = 0;
            for (int d = 0; d < D; d++) {
                assertThat(x[r * D + d]).isIn(0f, 1f);
                state |= (int) x[r * D + d] << d;
            }
            counts[state]++;
        }
        double chiSquare = 0;
        for (int s = 0; s < counts.length; s++) {
            double expected = n * Math.exp(logP[s]);
            chiSquare += Math.pow(counts[s] - expected, 2) / expected;
        }
        assertThat(1 - new ChiSquaredDistribution(counts.length - 1).cumulativeProbability(chiSquare))
                .isGreaterThan(1e-3);
    }

    @ParameterizedTest
    @EnumSource(DecoderVariance.class)
    void realDensityIntegratesToOneInOriginalUnits(DecoderVariance variance) {
        // One feature of mean 30 and deviation 7: a forgotten log-determinant would give 7 or 1/7.
        Vae vae = real(1, variance);
        INDArray z = vae.samplePrior(3, RandomStream.ofSeed(2));
        double width = 0.01;
        int points = 20_000;
        float[] x = new float[points];
        for (int i = 0; i < points; i++) {
            x[i] = (float) (30 + (i - points / 2) * width);
        }
        for (int r = 0; r < 3; r++) {
            INDArray repeated = repeat(z.getRow(r, true), points);
            double[] logP = Arrays2d.toDoubles(vae.logConditional(Arrays2d.matrix(x, points, 1), repeated));
            double sum = 0;
            double mean = 0;
            for (int i = 0; i < points; i++) {
                sum += Math.exp(logP[i]) * width;
                mean += x[i] * Math.exp(logP[i]) * width;
            }
            assertThat(sum).isCloseTo(1, within(1e-4));
            assertThat(mean).isCloseTo(vae.decode(z).getDouble(r, 0), within(1e-2));
        }
    }

    @ParameterizedTest
    @EnumSource(DecoderVariance.class)
    void realSamplesHaveTheMomentsOfTheDecoder(DecoderVariance variance) {
        Vae vae = real(2, variance);
        int n = 20_000;
        RandomStream random = RandomStream.ofSeed(9);
        double[] x = Arrays2d.toDoubles(vae.sample(n, random));
        // The same z the sample was drawn with: residuals must be centred, with the density's own variance.
        INDArray z = vae.samplePrior(n, random.child("z"));
        INDArray means = vae.decode(z);
        double[] logP = Arrays2d.toDoubles(vae.logConditional(Arrays2d.matrix(x, n, 2), z));
        double[] logPeak = Arrays2d.toDoubles(vae.logConditional(means, z));
        double statistic = 0;
        double first = 0;
        for (int r = 0; r < n; r++) {
            statistic += 2 * (logPeak[r] - logP[r]); // chi-square with 2 degrees of freedom each
            first += x[2 * r] - means.getDouble(r, 0) > 0 ? 1 : -1;
        }
        assertThat(Math.abs(statistic - 2.0 * n) / Math.sqrt(4.0 * n)).isLessThan(4.9);
        assertThat(Math.abs(first) / Math.sqrt(n)).isLessThan(4.9);
    }

    @Test
    void priorAndPosteriorAreTheStatedNormals() {
        Vae vae = real(2, DecoderVariance.FEATURE);
        INDArray x = vae.sample(1, RandomStream.ofSeed(4));
        int n = 20_000;
        INDArray rows = repeat(x, n);
        double[] z = Arrays2d.toDoubles(vae.encode(rows, RandomStream.ofSeed(6)));
        double mean = 0;
        double variance = 0;
        for (int r = 0; r < n; r++) {
            mean += z[2 * r] / n;
        }
        for (int r = 0; r < n; r++) {
            variance += Math.pow(z[2 * r] - mean, 2) / (n - 1);
        }
        // log q as a function of the first latent is quadratic: its curvature is -1/variance, its top the mean.
        INDArray probes = Nd4j.createFromArray(new double[][] {{-1, 0}, {0, 0}, {1, 0}});
        double[] logQ = Arrays2d.toDoubles(vae.logPosterior(probes, repeat(x, 3)));
        double curvature = logQ[0] - 2 * logQ[1] + logQ[2];
        double top = -(logQ[2] - logQ[0]) / (2 * curvature);
        assertThat(Math.abs(mean - top) / Math.sqrt(-1 / curvature / n)).isLessThan(4.9);
        assertThat(Math.abs(variance * -curvature - 1) / Math.sqrt(2.0 / n)).isLessThan(4.9);
        NormalDistribution normal = new NormalDistribution(0, 1);
        assertThat(vae.logPrior(probes).getDouble(0))
                .isCloseTo(normal.logDensity(-1) + normal.logDensity(0), within(1e-12));
    }

    @Test
    void anExampleScoresTheSameInAnyBatchAndInputsStayAsTheyAre() {
        Vae vae = binary();
        INDArray x = vae.sample(600, RandomStream.ofSeed(1));
        INDArray z = vae.samplePrior(600, RandomStream.ofSeed(2));
        INDArray before = x.dup();
        double[] all = Arrays2d.toDoubles(vae.logConditional(x, z));
        double[] posterior = Arrays2d.toDoubles(vae.logPosterior(z, x));
        for (int r : new int[] {0, 255, 256, 599}) {
            INDArray xr = x.getRow(r, true);
            INDArray zr = z.getRow(r, true);
            assertThat(vae.logConditional(xr, zr).getDouble(0)).isCloseTo(all[r], within(1e-5 * Math.abs(all[r])));
            assertThat(vae.logPosterior(zr, xr).getDouble(0))
                    .isCloseTo(posterior[r], within(1e-5 * Math.abs(posterior[r])));
        }
        assertThat(Arrays2d.toFloats(x)).isEqualTo(Arrays2d.toFloats(before));
    }

    @ParameterizedTest
    @EnumSource(DecoderVariance.class)
    void theStateMakesAnEqualModel(DecoderVariance variance) {
        Vae vae = real(2, variance);
        Vae again = (Vae) new VaeProvider().load(vae.state());
        INDArray x = vae.sample(10, RandomStream.ofSeed(1));
        INDArray z = vae.encode(x, RandomStream.ofSeed(2));
        assertThat(Arrays2d.toFloats(again.sample(10, RandomStream.ofSeed(1)))).isEqualTo(Arrays2d.toFloats(x));
        assertThat(Arrays2d.toFloats(again.encode(x, RandomStream.ofSeed(2)))).isEqualTo(Arrays2d.toFloats(z));
        assertThat(Arrays2d.toDoubles(again.logConditional(x, z)))
                .isEqualTo(Arrays2d.toDoubles(vae.logConditional(x, z)));
    }

    @Test
    void wrongInputIsExplained() {
        Vae vae = binary();
        INDArray z = vae.samplePrior(2, RandomStream.ofSeed(1));
        assertThatThrownBy(() -> vae.logConditional(Nd4j.zeros(2, 5), z))
                .hasMessage("x must have shape [n, 4] (one row per example), but has shape [2, 5]");
        assertThatThrownBy(() -> vae.logConditional(Nd4j.zeros(3, 4), z))
                .hasMessage("z and x must have a row for each other, but have 2 and 3 rows");
        INDArray grey = Nd4j.zeros(2, 4).putScalar(1, 2, 0.5);
        assertThatThrownBy(() -> vae.encode(grey, RandomStream.ofSeed(1)))
                .hasMessage(
                        "x must be binary for a VAE with a Bernoulli decoder, but row 2, column 3 holds 0.5; binarise it");
        assertThatThrownBy(() -> vae.sample(0, RandomStream.ofSeed(1))).hasMessage("n must be at least 1, but was 0");
    }

    static double[] weights(Vae vae, INDArray x, INDArray z) {
        double[] prior = Arrays2d.toDoubles(vae.logPrior(z));
        double[] conditional = Arrays2d.toDoubles(vae.logConditional(x, z));
        double[] posterior = Arrays2d.toDoubles(vae.logPosterior(z, x));
        double[] out = new double[prior.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = prior[i] + conditional[i] - posterior[i];
        }
        return out;
    }

    /** Returns n copies of one row. */
    static INDArray repeat(INDArray row, int n) {
        float[] one = Arrays2d.toFloats(row);
        float[] out = new float[n * one.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = one[i % one.length];
        }
        return Arrays2d.matrix(out, n, one.length);
    }

    /** A wide encoder: importance weights have a small variance only if q covers the posterior. */
    private static Vae binary() {
        VaeArchitecture shape = new VaeArchitecture(
                DataKind.BINARY, D, List.of(5), 2, Activation.Function.TANH, DecoderVariance.FEATURE, 0.01);
        float[] parameters = randomParameters(shape);
        for (int i = 0; i < shape.decoderStart(); i++) {
            parameters[i] *= 0.2f;
        }
        parameters[shape.decoderStart() - 1] += 0.4f;
        parameters[shape.decoderStart() - 2] += 0.4f;
        return new Vae(shape, FeatureScaling.none(D), parameters);
    }

    private static Vae real(int features, DecoderVariance variance) {
        VaeArchitecture shape =
                new VaeArchitecture(DataKind.REAL, features, List.of(5), 2, Activation.Function.TANH, variance, 0.01);
        float[] rows = new float[2 * features];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i < features ? 23 : 37;
        }
        FeatureScaling scaling = FeatureScaling.of(Dataset.of("two", Split.TRAIN, DataKind.REAL, rows, features));
        return new Vae(shape, scaling, randomParameters(shape));
    }

    private static float[] randomParameters(VaeArchitecture shape) {
        float[] parameters = new float[shape.parameterCount()];
        RandomStream.ofSeed(11).fillGaussian(parameters, 0, parameters.length);
        return parameters;
    }

    private static INDArray allStates() {
        float[] states = new float[D << D];
        for (int s = 0; s < 1 << D; s++) {
            for (int d = 0; d < D; d++) {
                states[s * D + d] = s >> d & 1;
            }
        }
        return Arrays2d.matrix(states, 1 << D, D);
    }

    /** Returns log p(x) of all states by the trapezoid rule on [-7, 7] squared; exact to about 1e-9 for so smooth a function. */
    private static double[] stateLogProbabilities(Vae vae) {
        int side = 141;
        double width = 14.0 / (side - 1);
        double[] grid = new double[2 * side * side];
        for (int i = 0; i < side * side; i++) {
            int step = i / side;
            grid[2 * i] = -7 + width * step;
            grid[2 * i + 1] = -7 + width * (i % side);
        }
        INDArray z = Arrays2d.matrix(grid, side * side, 2);
        double[] prior = Arrays2d.toDoubles(vae.logPrior(z));
        double[] out = new double[1 << D];
        INDArray states = allStates();
        for (int s = 0; s < out.length; s++) {
            INDArray x = repeat(states.getRow(s, true), side * side);
            double[] logP = Arrays2d.toDoubles(vae.logConditional(x, z));
            for (int i = 0; i < logP.length; i++) {
                logP[i] += prior[i] + 2 * Math.log(width);
            }
            out[s] = LogMath.logSumExp(logP);
        }
        return out;
    }
}
