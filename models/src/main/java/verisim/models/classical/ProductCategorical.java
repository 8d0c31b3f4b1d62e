package verisim.models.classical;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.Checks;
import verisim.core.data.DataKind;
import verisim.core.data.Levels;
import verisim.core.math.Arrays2d;
import verisim.core.model.ConditionalSampler;
import verisim.core.model.ModelState;
import verisim.core.model.PersistentModel;
import verisim.core.model.TractableDensity;
import verisim.core.random.RandomStream;

/**
 * Independent features, each with its own number of levels: {@code p(x) = prod_d P[d, x_d]}. A value that is no level of its column is
 * an error.
 */
public final class ProductCategorical implements TractableDensity, ConditionalSampler, PersistentModel {
    private final DataKind kind;
    private final FactoredCategorical factors;

    ProductCategorical(DataKind kind, FactoredCategorical factors) {
        this.kind = kind;
        this.factors = factors;
    }

    static ProductCategorical of(ModelState state) {
        DataKind kind = DataKind.valueOf(state.text("kind"));
        return new ProductCategorical(kind, (FactoredCategorical) Factored.of(state, kind, 1));
    }

    @Override
    public ModelState state() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("kind", kind.name());
        settings.putAll(factors.settings());
        return new ModelState(ProductCategoricalProvider.NAME, settings, factors.arrays());
    }

    /** Returns the number of levels of each feature. */
    public Levels levels() {
        return factors.tables().levels();
    }

    /** Returns {@code P[feature, category]}. */
    public double probability(int feature, int category) {
        return factors.probability(0, feature, category);
    }

    @Override
    public DataKind dataKind() {
        return kind;
    }

    @Override
    public int features() {
        return factors.features();
    }

    @Override
    public INDArray logProbability(INDArray x) {
        int d = features();
        Checks.requireRows(x, d, "x");
        float[] values = Arrays2d.toFloats(x);
        factors.check(values, d, null);
        double[] out = new double[values.length / d];
        for (int r = 0; r < out.length; r++) {
            factors.addLog(values, r * d, 0, null, out, r);
        }
        return Arrays2d.vector(out);
    }

    @Override
    public INDArray sample(int n, RandomStream random) {
        Checks.requireSampleSize(n);
        return filled(new float[Math.multiplyExact(n, features())], null, random);
    }

    /** {@inheritDoc} Always empty. */
    @Override
    public Optional<String> cannotComplete(boolean[] observed) {
        return Optional.empty();
    }

    @Override
    public INDArray complete(INDArray x, boolean[] observed, RandomStream random) {
        DiscreteRows.requireMask(observed, features());
        Checks.requireRows(x, features(), "x");
        float[] rows = Arrays2d.toFloats(x);
        factors.check(rows, features(), observed);
        return filled(rows, observed, random);
    }

    private INDArray filled(float[] x, boolean[] observed, RandomStream random) {
        int d = features();
        for (int from = 0; from < x.length; from += d) {
            factors.fill(0, x, from, 0, observed, random);
        }
        return Arrays2d.matrix(x, x.length / d, d);
    }
}
