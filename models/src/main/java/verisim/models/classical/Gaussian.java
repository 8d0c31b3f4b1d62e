package verisim.models.classical;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.Checks;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.model.ConditionalSampler;
import verisim.core.model.ModelState;
import verisim.core.model.PersistentModel;
import verisim.core.model.TractableDensity;
import verisim.core.random.RandomStream;

/**
 * The normal distribution with mean m and covariance {@code S = L L^T}, L lower triangular:
 *
 * <pre>{@code log p(x) = -1/2 |L^-1 (x - m)|^2 - sum_d log L_dd - D/2 log(2 pi)}</pre>
 *
 * <p>A diagonal or spherical covariance keeps the diagonal of L only. All in double. Completion is exact: the missing features
 * given the observed are normal.
 */
public final class Gaussian implements TractableDensity, ConditionalSampler, PersistentModel {
    static final String NAME = "gaussian";

    private final Covariance covariance;
    private final Adjustment adjustment;
    private final Normal normal;

    /** Shape of the covariance. */
    public enum Covariance {
        FULL,
        DIAGONAL,
        SPHERICAL;

        /** Returns the word users write. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How the covariance departs from that of maximum likelihood; kept for the record, it is part of the factor.
     *
     * @param model the name of the provider
     * @param ridge what was added to the diagonal
     * @param shrinkage the weight of the spherical covariance it was mixed with
     */
    record Adjustment(String model, double ridge, double shrinkage) {}

    /**
     * @param factor L, [D, D] row-major, for FULL; else its diagonal, [D]
     */
    Gaussian(Covariance covariance, Adjustment adjustment, double[] mean, double[] factor) {
        this.covariance = covariance;
        this.adjustment = adjustment;
        this.normal = new Normal(covariance == Covariance.FULL, mean.clone(), factor.clone());
    }

    static Gaussian of(ModelState state) {
        return new Gaussian(
                Covariance.valueOf(state.text("covariance").toUpperCase(Locale.ROOT)),
                new Adjustment(
                        state.model(),
                        state.number("ridge"),
                        state.settings().containsKey("shrinkage") ? state.number("shrinkage") : 0),
                Arrays2d.toDoubles(state.array("mean")),
                Arrays2d.toDoubles(state.array("factor")));
    }

    @Override
    public ModelState state() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("covariance", covariance.label());
        settings.put("ridge", adjustment.ridge());
        settings.put("shrinkage", adjustment.shrinkage());
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        arrays.put("mean", Arrays2d.vector(normal.mean()));
        arrays.put(
                "factor",
                covariance == Covariance.FULL
                        ? Arrays2d.matrix(normal.factor(), features(), features())
                        : Arrays2d.vector(normal.factor()));
        return new ModelState(adjustment.model(), settings, arrays);
    }

    @Override
    public DataKind dataKind() {
        return DataKind.REAL;
    }

    @Override
    public int features() {
        return normal.features();
    }

    /** Returns m, [D]. */
    public double[] mean() {
        return normal.mean().clone();
    }

    /** Returns S = L L^T, [D, D] row-major. */
    public double[] covariance() {
        return normal.covariance();
    }

    /** Returns the weight of the spherical covariance, from 0 to 1; 0 unless this is a shrunk Gaussian. */
    public double shrinkage() {
        return adjustment.shrinkage();
    }

    @Override
    public INDArray logProbability(INDArray x) {
        int d = features();
        Checks.requireRows(x, d, "x");
        double[] values = Arrays2d.toDoubles(x);
        double[] out = new double[values.length / d];
        normal.logDensity(values, out.length, d, out, 0);
        return Arrays2d.vector(out);
    }

    /** Draws {@code x = m + L z}, z standard normal. */
    @Override
    public INDArray sample(int n, RandomStream random) {
        Checks.requireSampleSize(n);
        float[] x = new float[Math.multiplyExact(n, features())];
        normal.sample(n, random, x);
        return Arrays2d.matrix(x, n, features());
    }

    /** {@inheritDoc} Always empty. */
    @Override
    public Optional<String> cannotComplete(boolean[] observed) {
        return Optional.empty();
    }

    @Override
    public INDArray complete(INDArray x, boolean[] observed, RandomStream random) {
        Completion completion = new Completion(observed, features());
        double[] rows = completion.rows(x);
        completion.draw(rows, normal.reordered(completion.order()), random);
        return completion.restored(rows);
    }

    @Override
    public String toString() {
        return adjustment.model() + ", " + covariance.label() + " covariance of " + features() + " features"
                + (adjustment.ridge() > 0 ? ", ridge " + adjustment.ridge() + " added to every variance" : "")
                + (adjustment.shrinkage() > 0
                        ? String.format(Locale.ROOT, ", shrunk by %.4f towards a spherical one", adjustment.shrinkage())
                        : "");
    }
}
