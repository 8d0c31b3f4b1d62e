package verisim.models.classical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import verisim.core.data.DataKind;
import verisim.core.data.DataSplits;
import verisim.core.data.Dataset;
import verisim.core.data.Levels;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.model.TractableDensity;
import verisim.core.random.RandomStream;
import verisim.core.source.DatasetRegistry;
import verisim.core.source.LoadedData;
import verisim.core.testkit.UnlikeColumns;

class HiddenMarkovTest {
    private static final int S = 3;

    private static HiddenMarkov random(DataKind kind, int steps, int dimensions) {
        RandomStream random = RandomStream.ofSeed(15).child(kind.name());
        double[] initial = distribution(S, random);
        double[] transition = new double[S * S];
        for (int s = 0; s < S; s++) {
            System.arraycopy(distribution(S, random), 0, transition, s * S, S);
        }
        if (kind == DataKind.REAL) {
            double[] mean = new double[S * dimensions];
            double[] deviation = new double[S * dimensions];
            for (int i = 0; i < mean.length; i++) {
                mean[i] = 3 * random.nextGaussian();
                deviation[i] = 0.3 + random.nextDouble();
            }
            return new HiddenMarkov(kind, steps, initial, transition, new FactoredGaussian(S, mean, deviation));
        }
        int v = kind == DataKind.BINARY ? 2 : 4;
        double[] p = new double[S * dimensions * v];
        for (int from = 0; from < p.length; from += v) {
            System.arraycopy(distribution(v, random), 0, p, from, v);
        }
        return new HiddenMarkov(kind, steps, initial, transition, factored(S, v, p));
    }

    private static FactoredCategorical factored(int components, int categories, double[] p) {
        Levels levels = Levels.same(p.length / components / categories, categories);
        return new FactoredCategorical(components, FactoredCategorical.Tables.each(levels), p);
    }

    private static double[] distribution(int n, RandomStream random) {
        double[] out = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            out[i] = 0.1 + random.nextDouble();
            sum += out[i];
        }
        for (int i = 0; i < n; i++) {
            out[i] /= sum;
        }
        return out;
    }

    /** The forward algorithm against the sum over all 3^8 = 6561 state paths. */
    @ParameterizedTest
    @EnumSource(DataKind.class)
    void theLikelihoodIsTheSumOverAllPaths(DataKind kind) {
        for (int dimensions = 1; dimensions <= 2; dimensions++) {
            int steps = 8;
            HiddenMarkov model = random(kind, steps, dimensions);
            float[] x = Arrays2d.toFloats(model.sample(10, RandomStream.ofSeed(16)));
            double[] logP = Arrays2d.toDoubles(model.logProbability(Arrays2d.matrix(x, 10, steps * dimensions)));
            for (int r = 0; r < 10; r++) {
                double sum = 0;
                for (int path = 0; path < 6561; path++) {
                    double p = 1;
                    int rest = path;
                    int before = -1;
                    for (int t = 0; t < steps; t++) {
                        int state = rest % S;
                        p *= before < 0 ? model.initial()[state] : model.transition(before, state);
                        for (int f = 0; f < dimensions; f++) {
                            p *= Math.exp(model.logEmission(state, f, x[(r * steps + t) * dimensions + f]));
                        }
                        before = state;
                        rest /= S;
                    }
                    sum += p;
                }
                assertThat(logP[r]).isCloseTo(Math.log(sum), within(1e-10));
            }
        }
    }

    /** 5,000 steps: the product of the probabilities is near 10^-2500, far below the smallest double. */
    @Test
    void longSequencesDoNotUnderflow() {
        HiddenMarkov model = random(DataKind.CATEGORICAL, 5000, 1);
        double[] logP = Arrays2d.toDoubles(model.logProbability(model.sample(3, RandomStream.ofSeed(17))));
        for (double v : logP) {
            assertThat(v / 5000).isBetween(-Math.log(4), -0.5);
        }
    }

    /** One value so far from all states that every density underflows still has a finite log-density. */
    @Test
    void anOutlierHasAFiniteLogDensity() {
        HiddenMarkov model = random(DataKind.REAL, 3, 1);
        double[] logP = Arrays2d.toDoubles(model.logProbability(Arrays2d.matrix(new float[] {0, 1e4f, 0}, 1, 3)));
        assertThat(logP[0]).isFinite().isLessThan(-1e6);
    }

    /**
     * Only state 1 can follow state 1, and the value fits state 0 so much better that beside it the density of state 1 underflows. The
     * only path is 1, 1.
     */
    @Test
    void aStateOutOfReachDoesNotHideThoseWithinReach() {
        HiddenMarkov model = new HiddenMarkov(
                DataKind.REAL,
                2,
                new double[] {0, 1},
                new double[] {0.5, 0.5, 0, 1},
                new FactoredGaussian(2, new double[] {50, 0}, new double[] {1, 1}));
        double[] logP = Arrays2d.toDoubles(model.logProbability(Arrays2d.matrix(new float[] {0, 50}, 1, 2)));
        assertThat(logP[0]).isCloseTo(-Math.log(2 * Math.PI) - 1250, within(1e-10));
    }

    /** Steps of many binary values: the states start different from each other. Weights that vanish would leave all at one half. */
    @Test
    void statesStartApartHoweverManyValuesAStepHas() {
        int f = 400;
        float[] x = new float[40 * f];
        RandomStream random = RandomStream.ofSeed(21);
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextInt(2);
        }
        Dataset train = Dataset.of("wide", Split.TRAIN, DataKind.BINARY, x, 2 * f);
        HiddenMarkov model = baumWelch(train, new HiddenMarkovOptions(2, f, 1, 1, 0, 1, 0.1, 1e-6))
                .model();
        double apart = 0;
        for (int j = 0; j < f; j++) {
            apart += Math.abs(Math.exp(model.logEmission(0, j, 1)) - Math.exp(model.logEmission(1, j, 1))) / f;
        }
        assertThat(apart).isGreaterThan(0.005);
    }

    /** Without smoothing an iteration of Baum-Welch never lowers the likelihood of the training rows. */
    @ParameterizedTest
    @EnumSource(DataKind.class)
    void theLikelihoodNeverFalls(DataKind kind) {
        Dataset train = drawn(random(kind, 10, 1), Split.TRAIN, 200);
        HiddenMarkovOptions options = new HiddenMarkovOptions(4, 1, 1, 100, 0, 5, 0, 1e-6);
        BaumWelch fit = baumWelch(train, options);
        double before = Double.NEGATIVE_INFINITY;
        double first = Double.NaN;
        for (int i = 0; i < 80; i++) {
            double logLikelihood = fit.iterate();
            assertThat(logLikelihood).isGreaterThan(before - 1e-9);
            first = i == 0 ? logLikelihood : first;
            before = logLikelihood;
        }
        assertThat(before).isGreaterThan(first + 1e-3);
    }

    /** Columns of 2, 5, 1, 3, 100 and 2 levels: p is the sum over all paths, and the likelihood never falls. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void unlikeColumnsHaveTablesOfTheirOwn(int dimensions) {
        Dataset train = UnlikeColumns.rows(Split.TRAIN, 300);
        BaumWelch fit = baumWelch(train, new HiddenMarkovOptions(2, dimensions, 1, 100, 0, 5, 0, 1e-6));
        double before = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < 30; i++) {
            double logLikelihood = fit.iterate();
            assertThat(logLikelihood).isGreaterThan(before - 1e-9);
            before = logLikelihood;
        }
        HiddenMarkov model = fit.model();
        double[] logP = Arrays2d.toDoubles(model.logProbability(train.toArray()));
        for (int r = 0; r < 20; r++) {
            double p = 0;
            for (int path = 0; path < 1 << model.steps(); path++) {
                double term = model.initial()[path & 1];
                for (int d = 0; d < train.features(); d++) {
                    int t = d / dimensions;
                    term *= Math.exp(model.logEmission(path >> t & 1, d, train.value(r, d)));
                    term *= d % dimensions == 0 && t > 0 ? model.transition(path >> (t - 1) & 1, path >> t & 1) : 1;
                }
                p += term;
            }
            assertThat(logP[r]).isCloseTo(Math.log(p), within(1e-10));
        }
        for (int d = 0; d < train.features(); d++) {
            double sum = 0;
            for (int v = 0; v < train.levels()[d]; v++) {
                sum += Math.exp(model.logEmission(1, d, v));
            }
            assertThat(sum).as("column %d", d + 1).isCloseTo(1, within(1e-12));
        }
    }

    /** Yes and no are not 0 and 1, though there are two of either. */
    @Test
    void stepsShareATableWhereTheirLevelsHaveTheSameNames() {
        List<String> bits = List.of("0", "1");
        List<String> bases = List.of("A", "C", "G", "T");
        FactoredCategorical.Tables shared = FactoredCategorical.Tables.ofSteps(List.of(bases, bits, bases, bits), 2);
        assertThat(shared.isEach()).isTrue();
        assertThat(shared.levels()).isEqualTo(Levels.of(4, 2));
        FactoredCategorical.Tables mixed =
                FactoredCategorical.Tables.ofSteps(List.of(bits, bases, bits, List.of("no", "yes"), bases), 1);
        assertThat(mixed.ofColumn()).containsExactly(0, 1, 0, 2, 1);
        assertThat(mixed.levels()).isEqualTo(Levels.of(2, 4, 2));
        assertThat(mixed.ofRow(5)).isEqualTo(Levels.of(2, 4, 2, 2, 4));
    }

    private static BaumWelch baumWelch(Dataset train, HiddenMarkovOptions options) {
        FactoredGaussian.Scale scale =
                train.kind() == DataKind.REAL ? new FactoredGaussian.Scale("hmm", train, options.dimensions()) : null;
        return new BaumWelch(train, train.toFloats(), options, scale, RandomStream.ofSeed(18));
    }

    private static Dataset drawn(HiddenMarkov model, Split split, int n) {
        return Dataset.of(
                "drawn",
                split,
                model.dataKind(),
                model.sample(n, RandomStream.ofSeed(19).child(split.label())));
    }

    /** A state that cannot be reached keeps its parameters; nothing becomes NaN. */
    @Test
    void aStateThatIsNeverVisitedKeepsItsParameters() {
        Dataset train = drawn(random(DataKind.BINARY, 6, 1), Split.TRAIN, 50);
        BaumWelch fit = baumWelch(train, new HiddenMarkovOptions(2, 1, 1, 10, 0, 5, 0, 1e-6));
        fit.set(new HiddenMarkov(
                DataKind.BINARY, 6, new double[] {1, 0}, new double[] {1, 0, 0.3, 0.7}, factored(2, 2, new double[] {
                    0.5, 0.5, 0.2, 0.8
                })));
        fit.iterate();
        HiddenMarkov model = fit.model();
        assertThat(model.transition(1, 0)).isEqualTo(0.3);
        assertThat(model.logEmission(1, 0, 1)).isCloseTo(Math.log(0.8), within(1e-15));
        assertThat(model.initial()).containsExactly(1, 0);
        assertThat(fit.iterate()).isFinite();
    }

    /** With one state the model is a product: the same probability at every step. */
    @Test
    void oneStateIsAProduct() {
        Dataset train = drawn(random(DataKind.BINARY, 5, 1), Split.TRAIN, 100);
        Dataset validation = drawn(random(DataKind.BINARY, 5, 1), Split.VALIDATION, 50);
        HiddenMarkov model = (HiddenMarkov)
                DiscreteModels.fit("hmm", train, validation, Map.of("states", 1, "smoothing", 0, "restarts", 1));
        double ones = 0;
        for (float v : train.toFloats()) {
            ones += v / 500;
        }
        assertThat(model.logEmission(0, 0, 1)).isCloseTo(Math.log(ones), within(1e-6));
    }

    /**
     * 20,000 training sequences of a known source: on 2,000 test rows the fitted model is at most 2 standard errors of the paired
     * difference below the true parameters.
     */
    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"hmm-data", "hmm-categorical-data"})
    void theTrueParametersLikelihoodIsRecovered(String source) {
        LoadedData loaded = DatasetRegistry.load()
                .load(source, Map.of("train", 20_000, "validation", 2000, "test", 2000), RandomStream.ofSeed(20));
        DataSplits data = loaded.splits();
        HiddenMarkov model = (HiddenMarkov)
                DiscreteModels.fit("hmm", data.train(), data.validation(), Map.of("states", 3, "restarts", 3));
        double[] ours = Arrays2d.toDoubles(model.logProbability(data.test().toArray()));
        double[] exact = Arrays2d.toDoubles(((TractableDensity) loaded.truth().orElseThrow())
                .logProbability(data.test().toArray()));
        PairedDifference difference = PairedDifference.of(ours, exact);
        assertThat(difference.standardErrorsBelow()).isLessThan(2);
    }

    /** Normal emissions, two values a step. */
    @Test
    void knownNormalEmissionsAreRecovered() {
        HiddenMarkov truth = random(DataKind.REAL, 8, 2);
        Dataset test = drawn(truth, Split.TEST, 1000);
        HiddenMarkov model = (HiddenMarkov) DiscreteModels.fit(
                "hmm",
                drawn(truth, Split.TRAIN, 4000),
                drawn(truth, Split.VALIDATION, 1000),
                Map.of("states", 3, "dimensions", 2, "restarts", 3));
        double[] ours = Arrays2d.toDoubles(model.logProbability(test.toArray()));
        double[] exact = Arrays2d.toDoubles(truth.logProbability(test.toArray()));
        assertThat(PairedDifference.of(ours, exact).standardErrorsBelow()).isLessThan(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 7})
    void aRowMustBeAWholeNumberOfSteps(int dimensions) {
        Dataset train = drawn(random(DataKind.BINARY, 6, 1), Split.TRAIN, 10);
        Dataset validation = drawn(random(DataKind.BINARY, 6, 1), Split.VALIDATION, 10);
        assertThatThrownBy(() -> DiscreteModels.fit("hmm", train, validation, Map.of("dimensions", dimensions)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("6 values")
                .hasMessageContaining("dimensions = " + dimensions);
    }
}
