package verisim.models.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import verisim.core.random.RandomStream;

/** Optimisers against the formulas of their papers, written out here for one parameter at a time in double. */
class OptimizerTest {
    private static final int STEPS = 200;

    /** A rule for one parameter: its state is its own. */
    private interface Rule {
        double moved(double w, double g, int t);
    }

    /** Steps with gradients from 1e-5 to 1e2, parameter 0 with gradient 0, beside one {@link Rule} a parameter. */
    private static void follows(Optimizer optimizer, double rate, Rule... rules) {
        int n = rules.length;
        RandomStream random = RandomStream.ofSeed(31);
        float[] parameters = new float[n];
        random.fillGaussian(parameters, 0, n);
        double[] w = new double[n];
        java.util.Arrays.setAll(w, i -> parameters[i]);
        double[] start = w.clone();
        double[] path = new double[n];
        for (int t = 1; t <= STEPS; t++) {
            float[] g = new float[n];
            random.fillGaussian(g, 0, n);
            for (int i = 0; i < n; i++) {
                g[i] = i == 0 ? 0f : (float) Math.pow(10, i - 6) * (g[i] + 0.3f);
            }
            optimizer.step(parameters, g, rate);
            for (int i = 0; i < n; i++) {
                double before = w[i];
                w[i] = rules[i].moved(w[i], g[i], t);
                path[i] += Math.abs(w[i] - before);
            }
        }
        assertThat(parameters[0]).as("a gradient of 0 moves nothing").isEqualTo((float) start[0]);
        for (int i = 1; i < n; i++) {
            assertThat(path[i]).isGreaterThan(0);
            // A rounding of the parameter each step, and floats in the state.
            double largest = Math.max(Math.abs(start[i]), Math.abs(w[i]));
            assertThat((double) parameters[i]).isCloseTo(w[i], within(1e-5 * path[i] + STEPS * 6e-8 * largest));
        }
    }

    /** A weight that a penalty alone moves, and one whose gradients have ended. */
    @ParameterizedTest
    @EnumSource(Optimizer.Kind.class)
    void noSubnormalNumbersAreLeft(Optimizer.Kind kind) {
        Optimizer optimizer = kind.of(2, 0.9);
        float[] parameters = {0.5f, 0.5f};
        for (int t = 0; t < 20_000; t++) {
            float[] g = {parameters[0], t < 100 ? 1e-3f : 0f};
            optimizer.step(parameters, g, 0.1);
            assertThat(parameters).as("step %d", t).doesNotContain(Float.NaN).matches(OptimizerTest::normal);
            optimizer
                    .state()
                    .values()
                    .forEach(values -> assertThat(normal(values)).isTrue());
        }
    }

    private static boolean normal(float[] values) {
        for (float value : values) {
            if (value != 0f && Math.abs(value) < Float.MIN_NORMAL) {
                return false;
            }
        }
        return true;
    }

    private static Rule[] nine(java.util.function.Supplier<Rule> rule) {
        Rule[] rules = new Rule[9];
        java.util.Arrays.setAll(rules, i -> rule.get());
        return rules;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 0.9})
    void classicalMomentum(double momentum) {
        follows(new Sgd(9, momentum, false), 0.01, nine(() -> new Rule() {
            private double v;

            @Override
            public double moved(double w, double g, int t) {
                v = momentum * v - 0.01 * g;
                return w + v;
            }
        }));
    }

    @Test
    void nesterovMomentumTakesItsGradientAhead() {
        // The rule of the paper on f(u) = 1/2 a u^2, with the gradient at w + momentum v; ours holds that point itself.
        double[] curvature = {0.1, 1, 5};
        double momentum = 0.9;
        double rate = 0.05;
        float[] ahead = {3, -2, 1};
        double[] w = {3, -2, 1};
        double[] v = new double[3];
        Sgd sgd = new Sgd(3, momentum, true);
        for (int t = 0; t < 100; t++) {
            float[] gradient = new float[3];
            for (int i = 0; i < 3; i++) {
                gradient[i] = (float) (curvature[i] * ahead[i]);
                v[i] = momentum * v[i] - rate * curvature[i] * (w[i] + momentum * v[i]);
                w[i] += v[i];
            }
            sgd.step(ahead, gradient, rate);
            for (int i = 0; i < 3; i++) {
                assertThat((double) ahead[i]).isCloseTo(w[i] + momentum * v[i], within(2e-5));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0.95, 1e-6, 1", "0.9, 1e-4, 0.3"})
    void adadelta(double rho, double epsilon, double rate) {
        follows(new Adadelta(9, rho, epsilon), rate, nine(() -> new Rule() {
            private double gradients;
            private double steps;

            @Override
            public double moved(double w, double g, int t) {
                gradients = rho * gradients + (1 - rho) * g * g;
                double step = -Math.sqrt(steps + epsilon) / Math.sqrt(gradients + epsilon) * g;
                steps = rho * steps + (1 - rho) * step * step;
                return w + rate * step;
            }
        }));
    }

    @Test
    void adagrad() {
        follows(new Adagrad(9), 0.1, nine(() -> new Rule() {
            private double squares;

            @Override
            public double moved(double w, double g, int t) {
                squares += g * g;
                return squares == 0 ? w : w - 0.1 * g / (Math.sqrt(squares) + 1e-10);
            }
        }));
    }

    @ParameterizedTest
    @CsvSource({"0.9, 0.999, 0.001", "0.5, 0.999, 0.0002", "0, 0.9, 0.1"})
    void adam(double beta1, double beta2, double rate) {
        // The constants are floats, and 1 - beta2 is small: what they round to is what the formula has to use.
        double b1 = (float) beta1;
        double b2 = (float) beta2;
        follows(new Adam(9, beta1, beta2), rate, nine(() -> new Rule() {
            private double m;
            private double v;

            @Override
            public double moved(double w, double g, int t) {
                m = b1 * m + (1 - b1) * g;
                v = b2 * v + (1 - b2) * g * g;
                return w - rate * (m / (1 - Math.pow(b1, t))) / (Math.sqrt(v / (1 - Math.pow(b2, t))) + 1e-8);
            }
        }));
    }

    @Test
    void adamCountsStepsWithoutEnd() {
        Adam adam = Adam.of(1);
        adam.restore(Map.of("m", new float[1], "v", new float[1], "steps", new float[] {1 << 24}));
        float[] w = {1};
        adam.step(w, new float[] {1}, 0.001);
        // m = 0.1, v = 0.001, no correction left.
        assertThat((double) w[0]).isCloseTo(1 - 0.001 * 0.1 / Math.sqrt(0.001), within(1e-6));
        assertThat(adam.state().get("steps")[0]).isEqualTo(1 << 24);
    }

    /** On a convex quadratic with curvatures 0.1 to 10 each one must come down to the minimum. */
    @ParameterizedTest
    @CsvSource({"ADAM, 0.02", "SGD, 0.01", "NESTEROV, 0.01", "ADADELTA, 1", "ADAGRAD, 0.5"})
    void reachesTheMinimumOfAQuadratic(Optimizer.Kind kind, double rate) {
        double[] curvature = {0.1, 0.5, 1, 3, 10};
        double[] minimum = {1, -2, 0.5, 3, -1};
        float[] w = new float[5];
        float[] gradient = new float[5];
        Optimizer optimizer = kind.of(5, 0.9);
        double before = excess(w, curvature, minimum);
        int steps = 5000;
        for (int t = 0; t < steps; t++) {
            for (int i = 0; i < 5; i++) {
                gradient[i] = (float) (curvature[i] * (w[i] - minimum[i]));
            }
            optimizer.step(w, gradient, rate * (1 - t / (double) steps));
        }
        assertThat(before).isGreaterThan(19);
        assertThat(excess(w, curvature, minimum)).isLessThan(1e-3);
    }

    private static double excess(float[] w, double[] curvature, double[] minimum) {
        double sum = 0;
        for (int i = 0; i < w.length; i++) {
            sum += 0.5 * curvature[i] * (w[i] - minimum[i]) * (w[i] - minimum[i]);
        }
        return sum;
    }

    @ParameterizedTest
    @EnumSource(Optimizer.Kind.class)
    void stateGoesOnBitForBitAndIsChecked(Optimizer.Kind kind) {
        int n = 20;
        RandomStream random = RandomStream.ofSeed(5);
        Optimizer first = kind.of(n, 0.9);
        float[] w = new float[n];
        steps(first, w, random);
        Map<String, float[]> saved = new LinkedHashMap<>();
        first.state().forEach((name, values) -> saved.put(name, values.clone()));
        float[] resumed = w.clone();
        float[] fresh = w.clone();
        steps(first, w, RandomStream.ofSeed(6));
        Optimizer second = kind.of(n, 0.9);
        second.restore(saved);
        steps(second, resumed, RandomStream.ofSeed(6));
        assertThat(resumed).isEqualTo(w);
        steps(kind.of(n, 0.9), fresh, RandomStream.ofSeed(6));
        assertThat(fresh).as("without its state it goes elsewhere").isNotEqualTo(w);
        assertThatThrownBy(() -> kind.of(n + 1, 0.9).restore(saved))
                .hasMessageMatching(".*needs 21 values of .* has 20");
        assertThatThrownBy(() -> kind.of(n, 0.9).restore(Map.of())).hasMessageMatching(".* has none");
    }

    private static void steps(Optimizer optimizer, float[] w, RandomStream random) {
        float[] gradient = new float[w.length];
        for (int t = 0; t < 10; t++) {
            random.fillGaussian(gradient, 0, w.length);
            optimizer.step(w, gradient, 0.01);
        }
    }
}
