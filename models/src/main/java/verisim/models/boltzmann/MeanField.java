package verisim.models.boltzmann;

import static verisim.core.Checks.require;

import java.util.List;
import java.util.Map;
import verisim.core.io.OrderedMaps;
import verisim.core.math.FloatMath;
import verisim.core.math.NativeFloats;
import verisim.core.model.ModelState;
import verisim.core.option.Option;
import verisim.core.option.Options;

/**
 * The factorial distribution q(h) nearest to {@code p(h given v)} of a deep Boltzmann machine, by block-wise fixed-point steps:
 *
 * <pre>{@code mu_odd  <- sigmoid(c_odd + v W1 (for h1) + V mu_2),   mu_2 <- sigmoid(c_2 + V' mu_odd),   V = W2 over W3'}</pre>
 *
 * <p>Each half step is the maximum of the bound over its layers, the others fixed, so without damping the bound never falls. It starts
 * from a pass upwards with doubled weights, except to the top layer. The bound, up to log Z:
 *
 * <pre>{@code log p(v) + log Z >= E_q[-E(v, h)] + H(q)}</pre>
 *
 * <p>Buffers are reused; one thread.
 *
 * @see <a href="https://proceedings.mlr.press/v5/salakhutdinov09a.html">Salakhutdinov and Hinton (2009), Deep Boltzmann machines</a>
 */
final class MeanField {
    /**
     * When to stop.
     *
     * @param steps most steps, at least 1
     * @param tolerance stop where no probability of the odd layers has changed by more in a step
     * @param damping share of the old value in each step; 0 for none
     */
    record Settings(int steps, double tolerance, double damping) {
        static final List<Option> OPTIONS = List.of(
                Option.integer("meanFieldSteps", 25, 1, "most mean-field steps for each batch"),
                Option.number(
                        "meanFieldTolerance",
                        1e-3,
                        0,
                        1,
                        "mean-field steps end where no probability changes by more than this"),
                Option.number("meanFieldDamping", 0, 0, 0.99, "share of the old probability in each mean-field step"));

        Settings {
            require(steps >= 1, "meanFieldSteps must be at least 1, but was %d", steps);
            require(
                    tolerance >= 0 && tolerance <= 1,
                    "meanFieldTolerance must be at least 0 and at most 1, but was %s",
                    tolerance);
            require(
                    damping >= 0 && damping < 1,
                    "meanFieldDamping must be at least 0 and less than 1, but was %s",
                    damping);
        }

        static Settings of(Options o) {
            return new Settings(
                    o.integer("meanFieldSteps"), o.number("meanFieldTolerance"), o.number("meanFieldDamping"));
        }

        static Settings of(ModelState state) {
            return new Settings(
                    state.integer("meanFieldSteps"),
                    state.number("meanFieldTolerance"),
                    state.number("meanFieldDamping"));
        }

        Map<String, Object> saved() {
            return OrderedMaps.of(
                    Map.of("meanFieldSteps", steps, "meanFieldTolerance", tolerance, "meanFieldDamping", damping));
        }
    }

    private final DbmShape shape;
    private final RbmParameters model;
    private final Settings settings;
    private final NativeFloats lower;
    private final NativeFloats upper;
    private final NativeFloats nativeVisible;
    private final NativeFloats nativeOdd;
    private final NativeFloats nativeSecond;
    private final float[] fromVisible; // v W1, then c_odd + (v W1, 0)
    private final float[] drive;
    private final float[] next;
    private final float[] secondFields;
    private final float[] nextSecond;
    private final float[] odd;
    private final float[] second;
    private int steps;
    private float change;

    /** @param mostRows the most rows of a {@link #run} */
    MeanField(DbmShape shape, RbmParameters model, Settings settings, int mostRows) {
        this.shape = shape;
        this.model = model;
        this.settings = settings;
        lower = new NativeFloats(shape.first() * shape.visible());
        upper = new NativeFloats(shape.odd() * shape.second());
        nativeVisible = new NativeFloats(mostRows * shape.visible());
        nativeOdd = new NativeFloats(mostRows * shape.odd());
        nativeSecond = new NativeFloats(mostRows * shape.second());
        fromVisible = new float[mostRows * shape.first()];
        drive = new float[mostRows * shape.odd()];
        next = new float[mostRows * shape.odd()];
        odd = new float[mostRows * shape.odd()];
        secondFields = new float[mostRows * shape.second()];
        second = new float[mostRows * shape.second()];
        nextSecond = new float[settings.damping() == 0 ? 0 : second.length];
        readWeights();
    }

    /** Takes over the weights the model has now. */
    void readWeights() {
        float[] values = model.values();
        int even = shape.even();
        for (int r = 0; r < shape.first(); r++) {
            lower.put(r * shape.visible(), values, r * even, shape.visible());
        }
        for (int r = 0; r < shape.odd(); r++) {
            upper.put(r * shape.second(), values, r * even + shape.visible(), shape.second());
        }
    }

    /** Finds q for {@code rows} rows of {@code v}, of which the first is number {@code from}. */
    void run(float[] v, int from, int rows) {
        drive(v, from, rows);
        guess(rows);
        float kept = (float) settings.damping();
        int n = rows * shape.odd();
        steps = 0;
        change = Float.POSITIVE_INFINITY;
        while (steps < settings.steps() && change > settings.tolerance()) {
            nativeSecond.put(0, second, 0, rows * shape.second());
            NativeFloats.gemm(false, true, rows, shape.odd(), shape.second(), nativeSecond, 0, upper, 0, nativeOdd, 0);
            nativeOdd.get(0, next, 0, n);
            for (int i = 0; i < n; i++) {
                next[i] += drive[i];
            }
            FloatMath.sigmoid(next, next, 0, n);
            float most = 0;
            for (int i = 0; i < n; i++) {
                float step = (1 - kept) * (next[i] - odd[i]);
                most = Math.max(most, Math.abs(step));
                odd[i] = kept == 0f ? next[i] : odd[i] + step;
            }
            change = most;
            second(rows, kept);
            steps++;
        }
    }

    /** Writes {@code c_odd}, for h1 with {@code v W1} added. */
    private void drive(float[] v, int from, int rows) {
        int first = shape.first();
        int width = shape.odd();
        nativeVisible.put(0, v, from * shape.visible(), rows * shape.visible());
        NativeFloats.gemm(false, true, rows, first, shape.visible(), nativeVisible, 0, lower, 0, nativeOdd, 0);
        nativeOdd.get(0, fromVisible, 0, rows * first);
        for (int r = 0; r < rows; r++) {
            System.arraycopy(model.values(), model.visibleFrom(), drive, r * width, width);
            for (int j = 0; j < first; j++) {
                drive[r * width + j] += fromVisible[r * first + j];
            }
        }
    }

    private void guess(int rows) {
        int first = shape.first();
        int width = shape.odd();
        java.util.Arrays.fill(odd, 0, rows * width, 0f);
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < first; j++) {
                odd[r * width + j] = drive[r * width + j] + fromVisible[r * first + j];
            }
            FloatMath.sigmoid(odd, odd, r * width, first);
            if (shape.hiddenLayers() == 3) { // h2 is not the top layer: doubled weights
                for (int j = 0; j < first; j++) {
                    odd[r * width + j] *= 2;
                }
            }
        }
        second(rows, 0f);
        if (shape.hiddenLayers() == 3) {
            for (int i = 0; i < rows * width; i++) {
                odd[i] *= 0.5f;
            }
        }
    }

    private void second(int rows, float kept) {
        int n = rows * shape.second();
        nativeOdd.put(0, odd, 0, rows * shape.odd());
        NativeFloats.gemm(false, false, rows, shape.second(), shape.odd(), nativeOdd, 0, upper, 0, nativeSecond, 0);
        nativeSecond.get(0, secondFields, 0, n);
        FloatMath.addBias(secondFields, rows, shape.second(), model.values(), shape.biasFrom(2, model));
        if (kept == 0f) {
            FloatMath.sigmoid(secondFields, second, 0, n);
            return;
        }
        FloatMath.sigmoid(secondFields, nextSecond, 0, n);
        for (int i = 0; i < n; i++) {
            second[i] += (1 - kept) * (nextSecond[i] - second[i]);
        }
    }

    /** Returns the probabilities of the odd layers, [rows, H1 + H3]; overwritten by the next run. */
    float[] odd() {
        return odd;
    }

    /** Returns the probabilities of the second layer, [rows, H2]; overwritten by the next run. */
    float[] second() {
        return second;
    }

    /** Returns {@code c_odd}, for h1 with {@code v W1} added, [rows, H1 + H3]; overwritten by the next run. */
    float[] drive() {
        return drive;
    }

    /** Returns how many steps the last run took. */
    int steps() {
        return steps;
    }

    /** Returns the largest change of a probability of the odd layers in the last step. */
    float change() {
        return change;
    }

    /**
     * Returns the bound of {@code log p(v) + log Z} of one row of the last run, nats, summed in double. It holds for any q, converged or
     * not.
     *
     * @param v the rows of the last run
     * @param from number of its first row
     */
    double bound(float[] v, int from, int row) {
        double sum = 0;
        int visible = shape.visible();
        int at = (from + row) * visible;
        for (int d = 0; d < visible; d++) {
            sum += v[at + d] * model.hiddenBias(d);
        }
        return sum
                + energyAndEntropy(odd, drive, row * shape.odd(), shape.odd())
                + energyAndEntropy(second, secondFields, row * shape.second(), shape.second());
    }

    private static double energyAndEntropy(float[] p, float[] fields, int from, int n) {
        double sum = 0;
        for (int i = from; i < from + n; i++) {
            double q = p[i];
            sum += q * fields[i];
            if (q > 0 && q < 1) {
                sum -= q * Math.log(q) + (1 - q) * Math.log1p(-q);
            }
        }
        return sum;
    }
}
