package verisim.models.autoregressive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.math.Arrays2d;
import verisim.core.random.RandomStream;
import verisim.core.testkit.GradientCheck;
import verisim.core.testkit.StatisticalAssertions;
import verisim.models.nn.Activation.Function;

/** The order-agnostic loss: its gradient, its expectation, and the masks behind it. */
class EonadeGradientTest {
    private static final int FEATURES = 6;
    private static final int ROWS = 9;

    @ParameterizedTest
    @CsvSource({"TANH, 1, 0", "SIGMOID, 2, 0", "RELU, 2, 0", "RELU, 2, 0.3", "TANH, 1, 0.001"})
    void theGradientIsThatOfTheLoss(Function activation, int layers, double floor) {
        EonadeShape shape = new EonadeShape(FEATURES, List.of(8, 5).subList(0, layers), activation, floor);
        float[] parameters = EonadeReference.randomParameters(shape, 3);
        float[] x = binary(ROWS, FEATURES, 4);
        EonadeObjective objective = new EonadeObjective(shape, ROWS, x, RandomStream.ofSeed(1));
        float[] gradient = new float[parameters.length];
        double sum = objective.gradient(parameters, x, ROWS, gradient, RandomStream.ofSeed(2));

        // The masks of that step, drawn once more.
        RandomStream random = RandomStream.ofSeed(2).child("masks");
        double uniform = random.nextDouble();
        EonadeBatch batch = new EonadeBatch(FEATURES, ROWS);
        for (int r = 0; r < ROWS; r++) {
            batch.add(x, r * FEATURES, EonadeUnseen.draw(uniform, r, ROWS, FEATURES), random);
        }
        double[] at = GradientCheck.widen(parameters);
        assertThat(-sum / ROWS).isCloseTo(loss(shape, at, x, batch), within(1e-5));
        double[] numeric = GradientCheck.centralDifferences(p -> loss(shape, p, x, batch), at);
        GradientCheck.assertAgree("eonade", gradient, numeric, 1e-4);
    }

    private static double loss(EonadeShape shape, double[] parameters, float[] x, EonadeBatch batch) {
        EonadeReference reference = new EonadeReference(shape, parameters);
        double sum = 0;
        for (int r = 0; r < ROWS; r++) {
            double[] row = new double[FEATURES];
            boolean[] mask = new boolean[FEATURES];
            int unseen = 0;
            for (int i = 0; i < FEATURES; i++) {
                row[i] = x[r * FEATURES + i];
                mask[i] = batch.inputs()[batch.mask(r) + i] > 0;
                unseen += mask[i] ? 0 : 1;
            }
            double[] logits = reference.logits(row, mask);
            double q = Math.sqrt((double) unseen / FEATURES) - Math.sqrt((unseen - 1.0) / FEATURES);
            for (int i = 0; i < FEATURES; i++) {
                sum += mask[i] ? 0 : EonadeReference.logBernoulli(row[i], logits[i], shape.floor()) / (unseen * q);
            }
        }
        return -sum / ROWS;
    }

    /** With D = 4 all 24 orders can be gone through: their mean is what training and validation figures estimate without bias. */
    @Test
    void theLossIsUnbiasedForTheMeanOverAllOrders() {
        int d = 4;
        EonadeShape shape = new EonadeShape(d, List.of(7), Function.TANH, 0);
        float[] parameters = EonadeReference.randomParameters(shape, 5);
        float[] x = binary(10, d, 6);
        int[][] all = allOrders(d);
        assertThat(all).hasNumberOfRows(24);
        Eonade model = new Eonade(shape, EonadeSteps.oneByOne(shape.features()), all, parameters);
        INDArray rows = Arrays2d.matrix(x, 10, d);
        double[] byOrder = Arrays2d.toDoubles(model.logProbabilityByOrder(rows));
        double expected = Arrays.stream(byOrder).average().orElseThrow();
        double mixture = Arrays.stream(Arrays2d.toDoubles(model.logProbability(rows)))
                .average()
                .orElseThrow();
        assertThat(expected).as("Jensen's inequality").isLessThan(mixture);

        int steps = 4000;
        double[] train = new double[steps];
        double[] validation = new double[steps / 20];
        EonadeObjective objective = new EonadeObjective(shape, 10, x, RandomStream.ofSeed(1));
        float[] gradient = new float[parameters.length];
        for (int s = 0; s < steps; s++) {
            train[s] = objective.gradient(
                            parameters, x, 10, gradient, RandomStream.ofSeed(7).child(s))
                    / 10;
        }
        for (int s = 0; s < validation.length; s++) {
            validation[s] = new EonadeObjective(
                            shape, 10, x, RandomStream.ofSeed(8).child(s))
                    .validate(parameters)
                    .get("validation-order-average");
        }
        StatisticalAssertions.meanIs(train, expected);
        StatisticalAssertions.meanIs(validation, expected);
    }

    @Test
    void validationUsesTheSameMasksEveryTimeWhateverTheBatchSize() {
        EonadeShape shape = new EonadeShape(FEATURES, List.of(7), Function.TANH, 0);
        float[] parameters = EonadeReference.randomParameters(shape, 5);
        float[] x = binary(50, FEATURES, 6);
        EonadeObjective objective = new EonadeObjective(shape, 7, x, RandomStream.ofSeed(1));
        double first = objective.validate(parameters).get("validation-order-average");
        objective.gradient(parameters, x, 7, new float[parameters.length], RandomStream.ofSeed(3));
        assertThat(objective.validate(parameters)).containsEntry("validation-order-average", first);
        assertThat(new EonadeObjective(shape, 50, x, RandomStream.ofSeed(1))
                        .validate(parameters)
                        .get("validation-order-average"))
                .isCloseTo(first, within(1e-5));
    }

    @Test
    void theNumberUnseenHasItsLawAndSubsetsOfOneSizeAreAllAlike() {
        int d = 5;
        RandomStream random = RandomStream.ofSeed(9);
        long[] sizes = new long[d];
        long[] subsets = new long[1 << d];
        float[] x = {1, 0, 1, 1, 0};
        EonadeBatch batch = new EonadeBatch(d, 2);
        int draws = 40_000;
        for (int s = 0; s < draws; s++) {
            int unseen = EonadeUnseen.draw(random.nextDouble(), 3, 7, d);
            sizes[unseen - 1]++;
            int row = s % 2;
            if (row == 0) {
                batch.clear();
            }
            batch.add(x, 0, unseen, random);
            int bits = 0;
            for (int i = 0; i < d; i++) {
                float mask = batch.inputs()[batch.mask(row) + i];
                assertThat(batch.inputs()[batch.mask(row) - d + i]).isEqualTo(x[i] * mask);
                bits |= mask > 0 ? 0 : 1 << i;
            }
            assertThat(Integer.bitCount(bits)).isEqualTo(unseen);
            subsets[bits]++;
        }
        double[] law = new double[d];
        for (int n = 1; n <= d; n++) {
            law[n - 1] = Math.sqrt(n / 5.0) - Math.sqrt((n - 1) / 5.0);
        }
        StatisticalAssertions.chiSquareFits(sizes, law);
        double[] expected = new double[subsets.length];
        double[] binomial = {1, 5, 10, 10, 5, 1};
        for (int b = 1; b < subsets.length; b++) {
            expected[b] = law[Integer.bitCount(b) - 1] / binomial[Integer.bitCount(b)];
        }
        StatisticalAssertions.chiSquareFits(subsets, expected);
    }

    /** In a large batch each number unseen comes up as often as its law says, give or take one. */
    @Test
    void theNumbersUnseenInABatchAreSpreadEvenly() {
        int rows = 1000;
        for (double uniform : new double[] {0.05, 0.37, 0.98}) {
            int[] met = new int[11];
            for (int r = 0; r < rows; r++) {
                met[EonadeUnseen.draw(uniform, r, rows, 10)]++;
            }
            for (int n = 1; n <= 10; n++) {
                assertThat((double) met[n]).isCloseTo(rows * EonadeUnseen.probability(n, 10), within(1.0));
            }
        }
    }

    /** Of conditionals that vary alike and independently, the law has the loss of least variance: {@code sum 1 / (n q(n))}. */
    @Test
    void theLawLowersTheVarianceOfTheLoss() {
        int d = 784;
        double uniform = 0;
        double ours = 0;
        for (int n = 1; n <= d; n++) {
            uniform += n * Math.pow(1.0 / n, 2) * d;
            ours += EonadeUnseen.probability(n, d) * n * Math.pow(EonadeUnseen.factor(n, d), 2);
        }
        assertThat(uniform / ours).isBetween(1.7, 1.9);
    }

    private static float[] binary(int rows, int features, long seed) {
        RandomStream random = RandomStream.ofSeed(seed);
        float[] x = new float[rows * features];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextInt(2);
        }
        return x;
    }

    private static int[][] allOrders(int d) {
        if (d == 1) {
            return new int[][] {{0}};
        }
        return Arrays.stream(allOrders(d - 1))
                .flatMap(o -> java.util.stream.IntStream.range(0, d).mapToObj(place -> {
                    int[] longer = new int[d];
                    System.arraycopy(o, 0, longer, 0, place);
                    longer[place] = d - 1;
                    System.arraycopy(o, place, longer, place + 1, d - 1 - place);
                    return longer;
                }))
                .toArray(int[][]::new);
    }
}
