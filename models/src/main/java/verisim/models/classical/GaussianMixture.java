package verisim.models.classical;

import static verisim.core.Checks.require;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.Checks;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.model.ConditionalSampler;
import verisim.core.model.ModelState;
import verisim.core.model.PersistentModel;
import verisim.core.model.TractableDensity;
import verisim.core.random.RandomStream;

/**
 * A mixture of K normal distributions, {@code p(x) = sum_k w_k N(x; m_k, S_k)}. With {@code tied} covariance and one component for
 * each class of labelled data it is the model of linear discriminant analysis.
 *
 * <p>All in double. Completion is exact: components are drawn with weights {@code w_k p_k(x_observed)}, then the missing features
 * from their normal distribution.
 */
public final class GaussianMixture implements TractableDensity, ConditionalSampler, PersistentModel {
    private final String model;
    private final Covariance covariance;
    private final double ridge;
    private final double[] weights;
    private final List<Normal> components;
    private final List<String> warnings;

    /** Shape of the covariances. */
    public enum Covariance {
        FULL,
        DIAGONAL,
        SPHERICAL,
        TIED;

        /** Returns the word users write. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Returns whether features of a component may depend on each other. */
        boolean dependent() {
            return this == FULL || this == TIED;
        }
    }

    /**
     * @param model the name of the provider that saved models belong to
     * @param ridge what was added to every variance after fitting; kept for the record, it is part of the factors
     * @param weights w_k, greater than 0 with sum 1
     */
    GaussianMixture(String model, Covariance covariance, double ridge, double[] weights, List<Normal> components) {
        this(model, covariance, ridge, weights, components, List.of());
    }

    private GaussianMixture(
            String model,
            Covariance covariance,
            double ridge,
            double[] weights,
            List<Normal> components,
            List<String> warnings) {
        require(
                weights.length == components.size() && weights.length >= 1,
                "a mixture needs as many weights as components and at least 1, but has %d and %d",
                weights.length,
                components.size());
        double sum = 0;
        for (double w : weights) {
            require(w > 0, "every weight must be greater than 0, but one is %s", w);
            sum += w;
        }
        require(Math.abs(sum - 1) < 1e-9, "the weights must sum to 1, but sum to %s", sum);
        this.model = model;
        this.covariance = covariance;
        this.ridge = ridge;
        this.weights = weights.clone();
        this.components = List.copyOf(components);
        this.warnings = List.copyOf(warnings);
    }

    /** Returns the same model with these warnings. */
    GaussianMixture withWarnings(List<String> newWarnings) {
        return new GaussianMixture(model, covariance, ridge, weights, components, newWarnings);
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }

    static GaussianMixture of(ModelState state) {
        Covariance covariance = Covariance.valueOf(state.text("covariance").toUpperCase(Locale.ROOT));
        double[] weights = Arrays2d.toDoubles(state.array("weights"));
        double[] means = Arrays2d.toDoubles(state.array("means"));
        double[] factors = Arrays2d.toDoubles(state.array("factors"));
        int d = means.length / weights.length;
        int size = covariance.dependent() ? d * d : d;
        List<Normal> components = new ArrayList<>();
        double[] shared = java.util.Arrays.copyOf(factors, size);
        for (int k = 0; k < weights.length; k++) {
            components.add(new Normal(
                    covariance.dependent(),
                    java.util.Arrays.copyOfRange(means, k * d, (k + 1) * d),
                    covariance == Covariance.TIED
                            ? shared
                            : java.util.Arrays.copyOfRange(factors, k * size, (k + 1) * size)));
        }
        return new GaussianMixture(
                state.model(), covariance, state.number("ridge"), weights, components, state.warnings());
    }

    @Override
    public ModelState state() {
        int d = features();
        int stored = covariance == Covariance.TIED ? 1 : components();
        int size = covariance.dependent() ? d * d : d;
        double[] means = new double[components() * d];
        double[] factors = new double[stored * size];
        for (int k = 0; k < components(); k++) {
            System.arraycopy(components.get(k).mean(), 0, means, k * d, d);
            if (k < stored) {
                System.arraycopy(components.get(k).factor(), 0, factors, k * size, size);
            }
        }
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        arrays.put("weights", Arrays2d.vector(weights));
        arrays.put("means", Arrays2d.matrix(means, components(), d));
        arrays.put("factors", Arrays2d.matrix(factors, stored, size));
        return new ModelState(model, Map.of("covariance", covariance.label(), "ridge", ridge), arrays)
                .withWarnings(warnings);
    }

    @Override
    public DataKind dataKind() {
        return DataKind.REAL;
    }

    @Override
    public int features() {
        return components.get(0).features();
    }

    /** Returns K. */
    public int components() {
        return weights.length;
    }

    /** Returns w_k, [K]. */
    public double[] weights() {
        return weights.clone();
    }

    /** Returns m_k, [D]. */
    public double[] mean(int component) {
        return components.get(component).mean().clone();
    }

    /** Returns S_k, [D, D] row-major. */
    public double[] covariance(int component) {
        return components.get(component).covariance();
    }

    @Override
    public INDArray logProbability(INDArray x) {
        Checks.requireRows(x, features(), "x");
        double[] values = Arrays2d.toDoubles(x);
        int n = values.length / features();
        double[] joint = logJoint(components, values, n, features());
        double[] out = new double[n];
        for (int r = 0; r < n; r++) {
            out[r] = LogMath.logSumExp(joint, r * components(), components());
        }
        return Arrays2d.vector(out);
    }

    /** Returns {@code p(k given x)}, DOUBLE [n, K]: which component, or class, a row belongs to. */
    public INDArray responsibilities(INDArray x) {
        Checks.requireRows(x, features(), "x");
        double[] values = Arrays2d.toDoubles(x);
        int k = components();
        int n = values.length / features();
        double[] joint = logJoint(components, values, n, features());
        for (int r = 0; r < n; r++) {
            double log = LogMath.logSumExp(joint, r * k, k);
            for (int i = r * k; i < (r + 1) * k; i++) {
                joint[i] = Math.exp(joint[i] - log);
            }
        }
        return Arrays2d.matrix(joint, n, k);
    }

    /** Returns {@code log w_k + log p_k} of the first features of each row, [n, K]. */
    private double[] logJoint(List<Normal> normals, double[] rows, int n, int first) {
        double[] out = new double[n * components()];
        double[] one = new double[n];
        for (int k = 0; k < components(); k++) {
            normals.get(k).logDensity(rows, n, first, one, 0);
            double logWeight = Math.log(weights[k]);
            for (int r = 0; r < n; r++) {
                out[r * components() + k] = logWeight + one[r];
            }
        }
        return out;
    }

    @Override
    public INDArray sample(int n, RandomStream random) {
        Checks.requireSampleSize(n);
        int d = features();
        float[] x = new float[Math.multiplyExact(n, d)];
        double[] row = new double[d];
        for (int r = 0; r < n; r++) {
            components
                    .get(IndexDraw.draw(weights, 0, weights.length, 1, random))
                    .complete(row, 0, random);
            for (int j = 0; j < d; j++) {
                x[r * d + j] = (float) row[j];
            }
        }
        return Arrays2d.matrix(x, n, d);
    }

    /** {@inheritDoc} Always empty. */
    @Override
    public Optional<String> cannotComplete(boolean[] observed) {
        return Optional.empty();
    }

    @Override
    public INDArray complete(INDArray x, boolean[] observed, RandomStream random) {
        int d = features();
        Completion completion = new Completion(observed, d);
        double[] rows = completion.rows(x);
        List<Normal> reordered =
                components.stream().map(c -> c.reordered(completion.order())).toList();
        double[] joint = logJoint(reordered, rows, rows.length / d, completion.given());
        double[] row = new double[d];
        for (int r = 0; r * d < rows.length; r++) {
            int k = IndexDraw.drawLog(joint, r * components(), components(), random);
            System.arraycopy(rows, r * d, row, 0, d);
            reordered.get(k).complete(row, completion.given(), random);
            System.arraycopy(row, 0, rows, r * d, d);
        }
        return completion.restored(rows);
    }

    @Override
    public String toString() {
        return model + ", " + components() + " components with " + covariance.label() + " covariance of " + features()
                + " features" + (ridge > 0 ? ", ridge " + ridge + " added to every variance" : "");
    }
}
