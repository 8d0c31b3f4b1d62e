package verisim.models.classical;

import static verisim.core.Checks.require;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.Checks;
import verisim.core.data.DataKind;
import verisim.core.likelihood.ParzenWindow;
import verisim.core.math.Arrays2d;
import verisim.core.math.Distances;
import verisim.core.model.ConditionalSampler;
import verisim.core.model.ModelState;
import verisim.core.model.PersistentModel;
import verisim.core.model.TractableDensity;
import verisim.core.random.RandomStream;
import verisim.models.nn.FeatureScaling;

/**
 * A normal kernel of bandwidth h on every training row s_i, spherical where features have variance 1: with u the standardised x,
 *
 * <pre>{@code log p(x) = log (1/n) sum_i exp(-|u - s_i|^2 / (2 h^2)) - D/2 log(2 pi h^2) - sum_d log scale_d}</pre>
 *
 * <p>The density of the model is exact: it is a mixture of n normal distributions. Completion is exact too: a row is drawn with
 * weight {@code exp(-|u - s_i|^2 / (2 h^2))} over the observed features, and noise is added to the others. Distances are in float,
 * sums in double.
 */
public final class KernelDensity implements TractableDensity, ConditionalSampler, PersistentModel {
    private static final int BLOCK = 64;

    private final FeatureScaling scaling;
    private final float[] rows;
    private final int features;
    private final double bandwidth;
    private final List<String> warnings;

    /**
     * @param rows standardised training rows; kept, not changed
     * @param bandwidth h, in standard deviations of the features
     */
    KernelDensity(FeatureScaling scaling, float[] rows, int features, double bandwidth) {
        this(scaling, rows, features, bandwidth, List.of());
    }

    private KernelDensity(FeatureScaling scaling, float[] rows, int features, double bandwidth, List<String> warnings) {
        require(
                bandwidth > 0 && Double.isFinite(bandwidth),
                "bandwidth must be finite and greater than 0, but was %s",
                bandwidth);
        this.scaling = scaling;
        this.rows = rows;
        this.features = features;
        this.bandwidth = bandwidth;
        this.warnings = List.copyOf(warnings);
    }

    /** Returns the same model with these warnings. */
    KernelDensity withWarnings(List<String> newWarnings) {
        return new KernelDensity(scaling, rows, features, bandwidth, newWarnings);
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }

    static KernelDensity of(ModelState state) {
        INDArray rows = state.array("rows");
        return new KernelDensity(
                FeatureScaling.of(state.array("mean"), state.array("scale")),
                Arrays2d.toFloats(rows),
                (int) rows.size(1),
                state.number("bandwidth"),
                state.warnings());
    }

    @Override
    public ModelState state() {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        arrays.put("mean", scaling.mean());
        arrays.put("scale", scaling.scale());
        arrays.put("rows", Arrays2d.matrix(rows, rows.length / features, features));
        return new ModelState(KernelDensityProvider.NAME, Map.of("bandwidth", bandwidth), arrays)
                .withWarnings(warnings);
    }

    @Override
    public DataKind dataKind() {
        return DataKind.REAL;
    }

    @Override
    public int features() {
        return features;
    }

    /** Returns h, in standard deviations of the features. */
    public double bandwidth() {
        return bandwidth;
    }

    @Override
    public INDArray logProbability(INDArray x) {
        float[] u = standardised(x);
        int n = u.length / features;
        double[] out = new ParzenWindow(rows, rows.length / features, features).logDensity(u, n, bandwidth);
        double shift = scaling.logDeterminant();
        for (int i = 0; i < n; i++) {
            out[i] -= shift;
        }
        return Arrays2d.vector(out);
    }

    @Override
    public INDArray sample(int n, RandomStream random) {
        Checks.requireSampleSize(n);
        float[] u = new float[Math.multiplyExact(n, features)];
        for (int r = 0; r < n; r++) {
            int from = random.nextInt(rows.length / features) * features;
            for (int j = 0; j < features; j++) {
                u[r * features + j] = (float) (rows[from + j] + bandwidth * random.nextGaussian());
            }
        }
        scaling.restore(u, n);
        return Arrays2d.matrix(u, n, features);
    }

    /** {@inheritDoc} Always empty. */
    @Override
    public Optional<String> cannotComplete(boolean[] observed) {
        return Optional.empty();
    }

    @Override
    public INDArray complete(INDArray x, boolean[] observed, RandomStream random) {
        require(
                observed.length == features,
                "observed must have %d values, one for each feature, but has %d",
                features,
                observed.length);
        float[] u = standardised(x);
        int count = u.length / features;
        int n = rows.length / features;
        float[] seen = columns(u, observed);
        float[] known = columns(rows, observed);
        int d = known.length / n;
        float[] values = Arrays2d.toFloats(x);
        double[] logs = new double[BLOCK * n];
        for (int from = 0; from < count; from += BLOCK) {
            int block = Math.min(BLOCK, count - from);
            java.util.Arrays.fill(logs, 0);
            if (d > 0) {
                float[] part = java.util.Arrays.copyOfRange(seen, from * d, (from + block) * d);
                double rate = 0.5 / (bandwidth * bandwidth);
                Distances.squared(part, block, known, n, d, (i0, tileRows, j0, columns, v) -> {
                    for (int i = 0; i < tileRows; i++) {
                        for (int j = 0; j < columns; j++) {
                            logs[(i0 + i) * n + j0 + j] = -rate * v[i * columns + j];
                        }
                    }
                });
            }
            for (int r = 0; r < block; r++) {
                fill(u, (from + r) * features, IndexDraw.drawLog(logs, r * n, n, random), observed, random);
            }
        }
        scaling.restore(u, count);
        for (int i = 0; i < u.length; i++) {
            u[i] = observed[i % features] ? values[i] : u[i];
        }
        return Arrays2d.matrix(u, count, features);
    }

    private void fill(float[] u, int at, int row, boolean[] observed, RandomStream random) {
        for (int j = 0; j < features; j++) {
            if (!observed[j]) {
                u[at + j] = (float) (rows[row * features + j] + bandwidth * random.nextGaussian());
            }
        }
    }

    private float[] columns(float[] all, boolean[] observed) {
        int d = 0;
        for (boolean o : observed) {
            d += o ? 1 : 0;
        }
        float[] out = new float[all.length / features * d];
        int at = 0;
        for (int i = 0; i < all.length; i++) {
            if (observed[i % features]) {
                out[at++] = all[i];
            }
        }
        return out;
    }

    private float[] standardised(INDArray x) {
        Checks.requireRows(x, features, "x");
        float[] u = Arrays2d.toFloats(x);
        scaling.standardize(u, u.length / features);
        return u;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "kde, %d rows of %d features, bandwidth %.4g standard deviations",
                rows.length / features,
                features,
                bandwidth);
    }
}
