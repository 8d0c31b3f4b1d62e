package verisim.models.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.model.ModelRegistry;
import verisim.core.model.TrainingContext;
import verisim.core.model.TrainingFailedException;
import verisim.core.model.TrainingListener.Progress;
import verisim.core.random.RandomStream;
import verisim.models.nn.Activation;
import verisim.models.nn.FeatureScaling;

/** Training, mostly where the answer is known: a linear VAE with one variance is probabilistic PCA (Lucas et al., 2019). */
class VaeTrainerTest {
    private static final int D = 4;
    private static final int N = 500;
    private static final Map<String, Object> LINEAR =
            Map.of("hidden", List.of(), "latents", 2, "decoderVariance", "shared", "learningRate", 0.01);

    private static Dataset train;
    private static Dataset validation;
    private static Vae trained;
    private static Vae barelyTrained;

    @BeforeAll
    static void fitTwo() {
        train = factorData(Split.TRAIN, N);
        validation = factorData(Split.VALIDATION, 200);
        trained = fit(with(LINEAR, "epochs", 300, "patience", 100), TrainingContext.of(RandomStream.ofSeed(1)));
        barelyTrained = fit(with(LINEAR, "epochs", 4), TrainingContext.of(RandomStream.ofSeed(1)));
    }

    @Test
    void aLinearVaeReachesTheLikelihoodOfProbabilisticPca() {
        double best = ppcaLogLikelihood(train, 2);
        double reached = mean(exactLogProbabilities(trained, train));
        assertThat(reached).isLessThan(best + 1e-4).isGreaterThan(best - 0.02);
        // The exact posterior is in the encoder's family there, so the bound is nearly tight.
        double[] bound = bounds(trained, train, 1, 20);
        assertThat(mean(bound)).isCloseTo(reached, within(0.03));
    }

    @Test
    void elboIsBelowTheImportanceWeightedBoundAndThatBelowTheMarginal() {
        double[] exact = exactLogProbabilities(barelyTrained, train);
        double[] elbo = bounds(barelyTrained, train, 1, 20);
        double[] iwae = bounds(barelyTrained, train, 10, 20);
        assertThat(zScore(iwae, elbo)).isGreaterThan(4.9);
        assertThat(zScore(exact, iwae)).isGreaterThan(4.9);
        // The reconstruction term alone is no bound and no likelihood: it lies above the ELBO by the KL term.
        assertThat(mean(exact) - mean(elbo)).isGreaterThan(0.01);
    }

    @Test
    void reportedBoundsAreThoseOfTheModelInOriginalUnits() {
        List<Progress> log = new ArrayList<>();
        Vae vae = fit(
                with(LINEAR, "epochs", 3),
                TrainingContext.of(RandomStream.ofSeed(1)).withListener(log::add));
        assertThat(log).hasSize(3);
        assertThat(log.get(2).values().keySet())
                .containsExactly(
                        "train-elbo",
                        "train-reconstruction",
                        "train-kl",
                        "validation-elbo",
                        "validation-reconstruction",
                        "validation-kl");
        assertThat(log.get(2).step()).isEqualTo(15);
        double reported = log.get(2).values().get("validation-elbo");
        double[] measured = bounds(vae, validation, 1, 200);
        // The reported figure has one sample a row: its error is that of 200 samples.
        assertThat(reported).isCloseTo(mean(measured), within(0.3));
        Map<String, Double> last = log.get(2).values();
        assertThat(last.get("validation-reconstruction") - last.get("validation-kl"))
                .isCloseTo(reported, within(1e-9));
    }

    @Test
    void theSameSeedGivesTheSameParameters() {
        Map<String, Object> options = Map.of("epochs", 2, "hidden", List.of(8));
        float[] a = parameters(fit(options, TrainingContext.of(RandomStream.ofSeed(5))));
        float[] b = parameters(fit(options, TrainingContext.of(RandomStream.ofSeed(5))));
        float[] c = parameters(fit(options, TrainingContext.of(RandomStream.ofSeed(6))));
        assertThat(a).isEqualTo(b).isNotEqualTo(c);
    }

    @Test
    void binaryTrainingBeatsTheProductOfBernoullisItStartsFrom() {
        Dataset rows = twoPatterns(Split.TRAIN, 600);
        Dataset held = twoPatterns(Split.VALIDATION, 300);
        Vae vae = (Vae) ModelRegistry.load()
                .trainer("vae", Map.of("hidden", List.of(16), "latents", 1, "epochs", 60, "learningRate", 0.01))
                .fit(rows, held, TrainingContext.of(RandomStream.ofSeed(2)));
        // Two equally likely patterns of 8 pixels with 5 % flips: entropy log 2 + 8 h(0.05), h in nats; independent
        // pixels: 8 log 2.
        double entropy = Math.log(2) - 8 * (0.05 * Math.log(0.05) + 0.95 * Math.log(0.95));
        double reached = mean(bounds(vae, held, 1, 20));
        assertThat(reached).isGreaterThan(-entropy - 0.5).isLessThan(-entropy + 0.3);
    }

    @Test
    void decodingStartsAtTheMeansOfTheData() {
        // Hidden biases start at 0, so z = 0 gives hidden units of 0 and outputs that are the biases alone.
        float[] rows = {1, 0, 1, 1, 0, 1, 1, 0, 0}; // columns with 3, 0 and 2 ones of 3
        Dataset data = Dataset.of("few", Split.TRAIN, DataKind.BINARY, rows, 3);
        VaeArchitecture shape = new VaeArchitecture(
                DataKind.BINARY, 3, List.of(5, 4), 2, Activation.Function.RELU, DecoderVariance.FEATURE, 0.01);
        float[] parameters = shape.initialize(RandomStream.ofSeed(1));
        shape.startAtDataMean(parameters, data);
        Vae vae = new Vae(shape, FeatureScaling.none(3), parameters);
        double[] means = Arrays2d.toDoubles(vae.decode(Nd4j.zeros(1, 2)));
        assertThat(means).containsExactly(new double[] {4 / 5.0, 1 / 5.0, 3 / 5.0}, within(1e-6));
    }

    @Test
    void warmUpEpochsAreNotCandidatesAndAStopReturnsAModel() {
        List<Progress> log = new ArrayList<>();
        TrainingContext context = new TrainingContext(RandomStream.ofSeed(3), log::add, () -> !log.isEmpty());
        Vae vae = fit(with(LINEAR, "klWarmup", 5), context);
        assertThat(log).hasSize(2);
        assertThat(log.get(1).step()).isEqualTo(6); // stopped after the first step of epoch 2
        assertThat(vae.sample(1, RandomStream.ofSeed(1)).size(1)).isEqualTo(D);
    }

    @Test
    void trainingThatBreaksDownSaysWhereAndWhatToDo() {
        assertThatThrownBy(() -> fit(with(LINEAR, "learningRate", 1e30), TrainingContext.of(RandomStream.ofSeed(1))))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageMatching(
                        "vae: train-elbo was .* in epoch 1, step \\d; the last finite train-elbo was -?[0-9.e+]+ nats per"
                                + " example; lower learningRate.*");
    }

    @Test
    void optionsAreChecked() {
        ModelRegistry registry = ModelRegistry.load();
        assertThatThrownBy(() -> registry.trainer("vae", Map.of("beta", 4)))
                .hasMessageStartingWith("no option of vae named 'beta'");
        assertThatThrownBy(() -> registry.trainer("vae", Map.of("klWarmup", 10, "epochs", 10)))
                .hasMessage("klWarmup must be less than epochs, but they are 10 and 10");
        assertThat(registry.get("vae").paper()).contains("1312.6114");
    }

    private static Vae fit(Map<String, Object> options, TrainingContext context) {
        return (Vae) ModelRegistry.load().trainer("vae", options).fit(train, validation, context);
    }

    private static float[] parameters(Vae vae) {
        return Arrays2d.toFloats(vae.state().array("parameters"));
    }

    private static Map<String, Object> with(Map<String, Object> base, Object... more) {
        Map<String, Object> out = new java.util.HashMap<>(base);
        for (int i = 0; i < more.length; i += 2) {
            out.put((String) more[i], more[i + 1]);
        }
        return out;
    }

    /** Two factors, noise of deviation 0.5, means and units far from 0 and 1. */
    private static Dataset factorData(Split split, int n) {
        RandomStream random = RandomStream.ofSeed(17).child(split.label());
        float[] x = new float[n * D];
        for (int r = 0; r < n; r++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            for (int d = 0; d < D; d++) {
                double u = (d % 2 == 0 ? a : b) * (d < 2 ? 1 : -0.8) + 0.3 * a + 0.5 * random.nextGaussian();
                x[r * D + d] = (float) (10 * d + 3 * u);
            }
        }
        return Dataset.of("factors", split, DataKind.REAL, x, D);
    }

    private static Dataset twoPatterns(Split split, int n) {
        RandomStream random = RandomStream.ofSeed(23).child(split.label());
        float[] x = new float[n * 8];
        for (int r = 0; r < n; r++) {
            boolean second = random.nextDouble() < 0.5;
            for (int d = 0; d < 8; d++) {
                boolean on = (d < 4) ^ second ^ (random.nextDouble() < 0.05);
                x[r * 8 + d] = on ? 1 : 0;
            }
        }
        return Dataset.of("patterns", split, DataKind.BINARY, x, 8);
    }

    /**
     * Returns the largest mean log-likelihood of probabilistic PCA on standardised rows, in the units of the data: with
     * eigenvalues l of the correlation matrix and s2 the mean of the D - q smallest, {@code -1/2 (D log 2 pi + sum_{i<=q} log
     * l_i + (D - q) log s2 + D) - sum log sd} (Tipping and Bishop, 1999).
     */
    private static double ppcaLogLikelihood(Dataset data, int q) {
        double[] mean = new double[D];
        double[][] covariance = new double[D][D];
        for (int r = 0; r < N; r++) {
            for (int d = 0; d < D; d++) {
                mean[d] += data.value(r, d) / (double) N;
            }
        }
        for (int r = 0; r < N; r++) {
            for (int i = 0; i < D; i++) {
                for (int j = 0; j < D; j++) {
                    covariance[i][j] += (data.value(r, i) - mean[i]) * (data.value(r, j) - mean[j]) / N;
                }
            }
        }
        double logDeterminant = 0;
        double[][] correlation = new double[D][D];
        for (int i = 0; i < D; i++) {
            logDeterminant += 0.5 * Math.log(covariance[i][i]);
            for (int j = 0; j < D; j++) {
                correlation[i][j] = covariance[i][j] / Math.sqrt(covariance[i][i] * covariance[j][j]);
            }
        }
        double[] values = new EigenDecomposition(new Array2DRowRealMatrix(correlation)).getRealEigenvalues();
        double rest = 0;
        double sum = D * Math.log(2 * Math.PI) + D;
        for (int i = 0; i < D; i++) {
            if (i < q) {
                sum += Math.log(values[i]);
            } else {
                rest += values[i] / (D - q);
            }
        }
        return -0.5 * (sum + (D - q) * Math.log(rest)) - logDeterminant;
    }

    /** Returns log N(x; b, W W' + V) of each row, with b, W and V read off the model's own decoder. */
    private static double[] exactLogProbabilities(Vae vae, Dataset data) {
        int latents = vae.latents();
        INDArray z = Nd4j.zeros(org.nd4j.linalg.api.buffer.DataType.FLOAT, latents + 1, latents);
        for (int j = 0; j < latents; j++) {
            z.putScalar(j + 1, j, 1);
        }
        double[] decoded = Arrays2d.toDoubles(vae.decode(z));
        double[] scale = Arrays2d.toDoubles(vae.state().array("scale"));
        float[] parameters = parameters(vae);
        double floor = 2 * Math.log(vae.state().number("minimumDeviation"));
        double variance = Math.exp(floor + Math.log1p(Math.exp(parameters[parameters.length - 1] - floor)));
        RealMatrix covariance = new Array2DRowRealMatrix(D, D);
        for (int a = 0; a < D; a++) {
            covariance.addToEntry(a, a, variance * scale[a] * scale[a]);
            for (int b = 0; b < D; b++) {
                for (int j = 1; j <= latents; j++) {
                    covariance.addToEntry(a, b, (decoded[j * D + a] - decoded[a]) * (decoded[j * D + b] - decoded[b]));
                }
            }
        }
        CholeskyDecomposition cholesky = new CholeskyDecomposition(covariance);
        double[] out = new double[data.size()];
        for (int r = 0; r < out.length; r++) {
            double[] difference = new double[D];
            for (int d = 0; d < D; d++) {
                difference[d] = data.value(r, d) - decoded[d];
            }
            double[] solved = cholesky.getSolver()
                    .solve(new org.apache.commons.math3.linear.ArrayRealVector(difference))
                    .toArray();
            double square = 0;
            for (int d = 0; d < D; d++) {
                square += difference[d] * solved[d];
            }
            out[r] = -0.5 * (D * Math.log(2 * Math.PI) + Math.log(cholesky.getDeterminant()) + square);
        }
        return out;
    }

    /** Returns for each row the mean over {@code repeats} of {@code log (1/K) sum_k w_k}. */
    private static double[] bounds(Vae vae, Dataset data, int k, int repeats) {
        int copies = k * repeats;
        double[] out = new double[data.size()];
        for (int r = 0; r < out.length; r++) {
            INDArray x = VaeTest.repeat(data.select(new int[] {r}).toArray(), copies);
            double[] w = VaeTest.weights(
                    vae, x, vae.encode(x, RandomStream.ofSeed(31).child(r)));
            for (int i = 0; i < repeats; i++) {
                out[r] += (LogMath.logSumExp(w, i * k, k) - Math.log(k)) / repeats;
            }
        }
        return out;
    }

    private static double mean(double[] values) {
        return java.util.Arrays.stream(values).average().orElseThrow();
    }

    private static double zScore(double[] a, double[] b) {
        double[] difference = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        double mean = mean(difference);
        double square = 0;
        for (double d : difference) {
            square += (d - mean) * (d - mean);
        }
        return mean / Math.sqrt(square / (a.length - 1) / a.length);
    }
}
