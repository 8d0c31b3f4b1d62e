package verisim.models.boltzmann;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import verisim.core.math.LogMath;
import verisim.core.option.Options;
import verisim.core.random.RandomStream;

class RbmUpdatesTest {
    private static final int D = 4;
    private static final int H = 3;
    private static final float[] BASE = new float[D];

    private static RbmOptions options(Map<String, ?> given) {
        Map<String, Object> all = new java.util.HashMap<>(given);
        all.putIfAbsent("offsets", "none");
        return RbmOptions.of(Options.resolve("rbm", RbmOptions.OPTIONS, all));
    }

    /** Expectation of {@code (v h, v, h)} with {@code h = p(h given v)} over a table of probabilities of v. */
    private static double[] statistics(Rbm rbm, double[] p) {
        RbmParameters parameters = rbm.parameters();
        double[] out = new double[parameters.values().length];
        for (int v = 0; v < p.length; v++) {
            for (int j = 0; j < H; j++) {
                double field = parameters.hiddenBias(j);
                for (int d = 0; d < D; d++) {
                    field += TinyRbm.on(v, d) ? parameters.weight(d, j) : 0;
                }
                double h = LogMath.sigmoid(field);
                out[parameters.hiddenFrom() + j] += p[v] * h;
                for (int d = 0; d < D; d++) {
                    out[d * H + j] += TinyRbm.on(v, d) ? p[v] * h : 0;
                }
            }
            for (int d = 0; d < D; d++) {
                out[parameters.visibleFrom() + d] += TinyRbm.on(v, d) ? p[v] : 0;
            }
        }
        return out;
    }

    private static double[] dataTable() {
        double[] p = new double[1 << D];
        p[0b0011] = 0.4;
        p[0b1100] = 0.3;
        p[0b1111] = 0.2;
        p[0b0001] = 0.1;
        return p;
    }

    private static float[] batch(int copies) {
        float[] states = TinyRbm.states(D);
        int[] rows = {3, 3, 3, 3, 12, 12, 12, 15, 15, 1};
        float[] out = new float[rows.length * copies * D];
        for (int r = 0; r < rows.length * copies; r++) {
            System.arraycopy(states, rows[r % rows.length] * D, out, r * D, D);
        }
        return out;
    }

    private static double meanLogLikelihood(Rbm rbm) {
        double[] p = TinyRbm.probabilities(rbm);
        double sum = 0;
        double[] data = dataTable();
        for (int v = 0; v < p.length; v++) {
            sum += data[v] * Math.log(p[v]);
        }
        return sum;
    }

    /** The statistics' difference is the exact gradient: central differences of the exact log-likelihood in each parameter. */
    @Test
    void statisticsAreTheExactGradient() {
        Rbm rbm = TinyRbm.random(D, H, 0.8, "gradient");
        double[] data = statistics(rbm, dataTable());
        double[] model = statistics(rbm, TinyRbm.probabilities(rbm));
        float step = 1f / 256;
        for (int i = 0; i < data.length; i++) {
            float[] values = rbm.parameters().values();
            float old = values[i];
            values[i] = old + step;
            double up = meanLogLikelihood(rbm);
            float upper = values[i];
            values[i] = old - step;
            double down = meanLogLikelihood(rbm);
            double difference = (up - down) / ((double) upper - values[i]);
            values[i] = old;
            assertThat(data[i] - model[i]).isCloseTo(difference, within(1e-5));
        }
    }

    @Test
    void persistentChainsInEquilibriumGiveTheExactGradientInExpectation() {
        Rbm rbm = TinyRbm.random(D, H, 0.8, "gradient");
        compare(rbm, options(Map.of("algorithm", "pcd")), 200, TinyRbm.probabilities(rbm));
    }

    @Test
    void temperedChainsInEquilibriumGiveTheExactGradientInExpectation() {
        Rbm rbm = TinyRbm.random(D, H, 0.8, "gradient");
        compare(
                rbm,
                options(Map.of("algorithm", "tempering", "temperatures", 3, "chains", 500)),
                100,
                TinyRbm.probabilities(rbm));
    }

    @Test
    void fastWeightsThatDoNotLearnLeavePersistentChainsAsTheyAre() {
        Rbm rbm = TinyRbm.random(D, H, 0.8, "gradient");
        compare(rbm, options(Map.of("algorithm", "fast-pcd", "fastLearningRate", 0)), 100, TinyRbm.probabilities(rbm));
    }

    /** Chains of fast-pcd follow model plus fast weights, hidden probabilities in the gradient are the model's. */
    @Test
    void fastWeightsDriveTheChainsOnly() {
        Rbm rbm = TinyRbm.random(D, H, 0.8, "gradient");
        RbmParameters parameters = rbm.parameters();
        double rate = 0.5;
        double decay = 0.9;
        RbmOptions options = options(
                Map.of("algorithm", "fast-pcd", "fastLearningRate", rate, "fastDecay", decay, "chains", 50_000));
        FastChains chains = new FastChains(parameters, BASE, options.negative(), 50_000);
        float[] direction = new float[parameters.values().length];
        for (int i = 0; i < direction.length; i++) {
            direction[i] = (float) Math.sin(i);
        }
        chains.follow(direction);
        chains.follow(direction);
        RbmParameters sum = RbmParameters.zeros(D, H);
        for (int i = 0; i < direction.length; i++) {
            sum.values()[i] = (float) (parameters.values()[i] + rate * (1 + decay) * direction[i]);
        }
        PhaseRows rows = new PhaseRows(parameters, 10, 50_000);
        RandomStream random = RandomStream.ofSeed(13);
        for (int i = 0; i < 100; i++) {
            rows.load(batch(1), 10);
            chains.fill(rows, random);
        }
        float[] visible = java.util.Arrays.copyOfRange(rows.visible, 10 * D, rows.rows() * D);
        double[] expected = TinyRbm.probabilities(new Rbm(sum, BASE, 1));
        assertThat(TinyRbm.chiSquare(TinyRbm.counts(visible, 50_000, D), expected))
                .isGreaterThan(1e-3);
        float[] p = new float[H];
        parameters.hiddenFields(visible, 1, p);
        verisim.core.math.FloatMath.sigmoid(p, p, 0, H);
        assertThat(java.util.Arrays.copyOfRange(rows.hidden, 10 * H, 11 * H)).containsExactly(p, within(1e-6f));
    }

    @Test
    void allStatesGiveTheExactGradientWhicheverSideIsSmaller() {
        for (boolean visibleSide : new boolean[] {true, false}) {
            Rbm rbm = visibleSide ? TinyRbm.random(D, 6, 0.8, "exact") : TinyRbm.random(D, H, 0.8, "exact");
            RbmParameters p = rbm.parameters();
            var updates = new RbmUpdates(p, BASE, options(Map.of("algorithm", "exact")), 10);
            updates.estimateGradient(batch(1), 10, RandomStream.ofSeed(1));
            float[] gradient = updates.gradient().clone();
            float step = 1f / 256;
            for (int i = 0; i < gradient.length; i++) {
                float old = p.values()[i];
                p.values()[i] = old + step;
                double up = meanLogLikelihood(rbm);
                float upper = p.values()[i];
                p.values()[i] = old - step;
                double difference = (up - meanLogLikelihood(rbm)) / ((double) upper - p.values()[i]);
                p.values()[i] = old;
                assertThat((double) gradient[i]).as("parameter %d", i).isCloseTo(difference, within(1e-5));
            }
        }
    }

    @Test
    void tooManyStatesAreRefusedWithAdvice() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> new AllStates(RbmParameters.zeros(30, 25)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2^25 states")
                .hasMessageContaining("tempering");
    }

    @Test
    void contrastiveDivergenceComparesDataWithDataAfterKSteps() {
        Rbm rbm = TinyRbm.random(D, H, 0.8, "gradient");
        for (int k : new int[] {1, 2}) {
            double[] after = dataTable();
            for (int i = 0; i < k; i++) {
                after = step(rbm, after);
            }
            compare(rbm, options(Map.of("algorithm", "cd", "gibbsSteps", k)), 0, after);
        }
    }

    private static double[] step(Rbm rbm, double[] p) {
        double[] out = new double[p.length];
        RbmParameters parameters = rbm.parameters();
        for (int v = 0; v < p.length; v++) {
            double z = 0;
            double[] ph = new double[1 << H];
            for (int h = 0; h < ph.length; h++) {
                ph[h] = Math.exp(TinyRbm.score(rbm, v, h));
                z += ph[h];
            }
            for (int h = 0; h < ph.length; h++) {
                for (int w = 0; w < p.length; w++) {
                    double product = 1;
                    for (int d = 0; d < D; d++) {
                        double field = parameters.visibleBias(d);
                        for (int j = 0; j < H; j++) {
                            field += TinyRbm.on(h, j) ? parameters.weight(d, j) : 0;
                        }
                        product *= LogMath.sigmoid(TinyRbm.on(w, d) ? field : -field);
                    }
                    out[w] += p[v] * ph[h] / z * product;
                }
            }
        }
        return out;
    }

    /** Averages gradient estimates at fixed parameters; the expectation is data statistics less those of {@code negative}. */
    private static void compare(Rbm rbm, RbmOptions options, int warmUp, double[] negative) {
        int rows = 1000;
        RandomStream random = RandomStream.ofSeed(21);
        var updates = new RbmUpdates(rbm.parameters(), BASE, options, rows);
        float[] batch = batch(rows / 10);
        for (int i = 0; i < warmUp; i++) {
            updates.estimateGradient(batch, rows, random);
        }
        int repetitions = 1000;
        int n = rbm.parameters().values().length;
        double[] sum = new double[n];
        double[] squares = new double[n];
        int block = 20; // successive estimates of persistent chains are correlated, means of 20 hardly
        for (int b = 0; b < repetitions / block; b++) {
            double[] mean = new double[n];
            for (int i = 0; i < block; i++) {
                updates.estimateGradient(batch, rows, random);
                for (int k = 0; k < n; k++) {
                    mean[k] += updates.gradient()[k] / block;
                }
            }
            for (int k = 0; k < n; k++) {
                sum[k] += mean[k];
                squares[k] += mean[k] * mean[k];
            }
        }
        int blocks = repetitions / block;
        double[] data = statistics(rbm, dataTable());
        double[] model = statistics(rbm, negative);
        for (int k = 0; k < n; k++) {
            double mean = sum[k] / blocks;
            double error = Math.sqrt((squares[k] / blocks - mean * mean) / (blocks - 1));
            assertThat(Math.abs(mean - (data[k] - model[k])) / error)
                    .as("parameter %d: %s, expected %s", k, mean, data[k] - model[k])
                    .isLessThan(5.5); // 50 blocks: Student's t, 19 parameters
            assertThat(error).isLessThan(2e-3);
        }
    }

    @Test
    void aSmallerLastBatchIsWeighedRight() {
        Rbm rbm = TinyRbm.random(D, H, 0.8, "gradient");
        for (String algorithm : new String[] {"cd", "pcd"}) {
            var updates = new RbmUpdates(rbm.parameters(), BASE, options(Map.of("algorithm", algorithm)), 500);
            RandomStream random = RandomStream.ofSeed(4);
            double[] data = statistics(rbm, dataTable());
            updates.estimateGradient(batch(50), 500, random);
            double[] sum = new double[data.length];
            for (int i = 0; i < 400; i++) {
                updates.estimateGradient(batch(50), 10, random);
                for (int k = 0; k < sum.length; k++) {
                    sum[k] += updates.gradient()[k] / 400;
                }
            }
            double[] model = algorithm.equals("cd")
                    ? statistics(rbm, step(rbm, dataTable()))
                    : statistics(rbm, TinyRbm.probabilities(rbm));
            for (int k = 0; k < sum.length; k++) {
                assertThat(sum[k]).as("%s, parameter %d", algorithm, k).isCloseTo(data[k] - model[k], within(0.05));
            }
        }
    }

    @Test
    void momentumAndWeightDecayAreAddedToTheStep() {
        RbmOptions options = options(Map.of("momentum", 0.5, "weightDecay", 0.1, "algorithm", "cd"));
        Rbm rbm = TinyRbm.random(D, H, 0.8, "update");
        float[] values = rbm.parameters().values();
        var updates = new RbmUpdates(rbm.parameters(), BASE, options, 10);
        RandomStream random = RandomStream.ofSeed(2);
        double[] velocity = new double[values.length];
        for (int step = 0; step < 3; step++) {
            float[] before = values.clone();
            updates.step(batch(1), 10, 0.2, 0.5, random);
            for (int i = 0; i < values.length; i++) {
                // gradient() holds the decayed gradient after the step
                velocity[i] = 0.5 * velocity[i] + 0.2 * updates.gradient()[i];
                assertThat((double) values[i] - before[i]).isCloseTo(velocity[i], within(1e-6));
            }
        }
        updates.estimateGradient(batch(1), 10, RandomStream.ofSeed(5));
        float[] decayed = updates.gradient().clone();
        float[] before = values.clone();
        var plain = new RbmUpdates(rbm.parameters(), BASE, options(Map.of("algorithm", "cd")), 10);
        plain.estimateGradient(batch(1), 10, RandomStream.ofSeed(5));
        var again = new RbmUpdates(rbm.parameters(), BASE, options, 10);
        again.step(batch(1), 10, 0.2, 0.5, RandomStream.ofSeed(5));
        for (int i = 0; i < values.length; i++) {
            double expected = plain.gradient()[i] - (i < rbm.parameters().visibleFrom() ? 0.1 * before[i] : 0);
            assertThat((double) again.gradient()[i])
                    .isCloseTo(expected, within(1e-6))
                    .isEqualTo(decayed[i]);
        }
    }

    @Test
    void hiddenUnitsArePulledToTheTargetActivity() {
        Rbm rbm = TinyRbm.random(D, H, 0.8, "sparse");
        Map<String, Object> plain = Map.of("algorithm", "exact", "offsets", "none");
        Map<String, Object> sparse = new java.util.HashMap<>(plain);
        sparse.putAll(Map.of("sparsityCost", 2.0, "sparsityTarget", 0.2, "sparsityDecay", 0.9));
        var without = new RbmUpdates(rbm.parameters(), BASE, options(plain), 10);
        var with = new RbmUpdates(rbm.parameters(), BASE, options(sparse), 10);
        RandomStream random = RandomStream.ofSeed(3);
        double[] data = statistics(rbm, dataTable());
        float[] other = batch(1).clone();
        java.util.Arrays.fill(other, 1f); // a second batch of other activity, for the sliding average
        double[] all = new double[1 << D];
        all[(1 << D) - 1] = 1;
        double[] ones = statistics(rbm, all);
        with.estimateGradient(batch(1), 10, random);
        with.estimateGradient(other, 10, random);
        without.estimateGradient(other, 10, random);
        int c = rbm.parameters().hiddenFrom();
        for (int j = 0; j < H; j++) {
            double q = 0.9 * data[c + j] + 0.1 * ones[c + j];
            double pull = 2 * (0.2 - q);
            assertThat((double) with.gradient()[c + j] - without.gradient()[c + j])
                    .isCloseTo(pull, within(1e-5));
            assertThat((double) with.gradient()[j] - without.gradient()[j]).isCloseTo(pull, within(1e-5));
        }
    }
}
