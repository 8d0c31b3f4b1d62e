package verisim.models.classical;

import static verisim.core.Checks.require;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.Checks;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.model.ConditionalSampler;
import verisim.core.model.JointDensity;
import verisim.core.model.ModelState;
import verisim.core.model.PersistentModel;
import verisim.core.random.RandomStream;

/**
 * Naive Bayes, {@code p(x, y) = p(y) prod_d p(x_d given y)}: Bernoulli, categorical or normal features that are independent within a
 * class. All in double. A value that is no level of its column is an error.
 *
 * <p>Training rows whose class is not known are left out; {@link #warnings} says how many.
 *
 * <p>Completion is exact: a class is drawn from {@code p(y given x_observed)}, then its missing features.
 */
public final class NaiveBayes implements JointDensity, ConditionalSampler, PersistentModel {
    private final DataKind kind;
    private final double[] priors;
    private final Factored factors;
    private final List<String> warnings;

    /**
     * @param priors p(y), with sum 1; [C]
     * @param factors {@code p(x_d given y)}
     */
    NaiveBayes(DataKind kind, double[] priors, Factored factors) {
        this(kind, priors, factors, List.of());
    }

    private NaiveBayes(DataKind kind, double[] priors, Factored factors, List<String> warnings) {
        double sum = 0;
        for (double p : priors) {
            require(p >= 0, "every p(y) must be at least 0, but one is %s", p);
            sum += p;
        }
        require(Math.abs(sum - 1) < 1e-9, "the p(y) must sum to 1, but sum to %s", sum);
        this.kind = kind;
        this.priors = priors.clone();
        this.factors = factors;
        this.warnings = List.copyOf(warnings);
    }

    /** Returns the same model with these warnings. */
    NaiveBayes withWarnings(List<String> newWarnings) {
        return new NaiveBayes(kind, priors, factors, newWarnings);
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }

    static NaiveBayes of(ModelState state) {
        DataKind kind = DataKind.valueOf(state.text("kind"));
        double[] priors = Arrays2d.toDoubles(state.array("priors"));
        return new NaiveBayes(kind, priors, Factored.of(state, kind, priors.length), state.warnings());
    }

    @Override
    public ModelState state() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("kind", kind.name());
        settings.putAll(factors.settings());
        Map<String, INDArray> arrays = new LinkedHashMap<>(factors.arrays());
        arrays.put("priors", Arrays2d.vector(priors));
        return new ModelState(NaiveBayesProvider.NAME, settings, arrays).withWarnings(warnings);
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
    public int classes() {
        return priors.length;
    }

    /** Returns p(y), [C]. */
    public double[] priors() {
        return priors.clone();
    }

    /** Returns {@code log p(x_feature = value given y)}. */
    public double logConditional(int label, int feature, double value) {
        return factors.logProbability(label, feature, value);
    }

    /** Returns log p(x, y) of every class for each row, [n, C]. */
    private double[] logJoint(INDArray x) {
        int d = features();
        Checks.requireRows(x, d, "x");
        float[] values = Arrays2d.toFloats(x);
        factors.check(values, d, null);
        double[] out = new double[values.length / d * classes()];
        for (int r = 0; r < values.length / d; r++) {
            logJoint(values, r * d, null, out, r * classes());
        }
        return out;
    }

    private void logJoint(float[] values, int from, boolean[] observed, double[] out, int outFrom) {
        for (int c = 0; c < priors.length; c++) {
            out[outFrom + c] = Math.log(priors[c]);
        }
        factors.addLog(values, from, 0, observed, out, outFrom);
    }

    @Override
    public INDArray logProbability(INDArray x) {
        double[] joint = logJoint(x);
        double[] out = new double[joint.length / classes()];
        for (int r = 0; r < out.length; r++) {
            out[r] = LogMath.logSumExp(joint, r * classes(), classes());
        }
        return Arrays2d.vector(out);
    }

    @Override
    public INDArray logJoint(INDArray x, int[] labels) {
        double[] joint = logJoint(x);
        double[] out = new double[joint.length / classes()];
        require(
                labels.length == out.length,
                "there must be one label for each of %d rows, but %d came",
                out.length,
                labels.length);
        for (int r = 0; r < out.length; r++) {
            require(labels[r] >= 0, "a label must be at least 0, but label %d is %d", r + 1, labels[r]);
            out[r] = labels[r] < classes() ? joint[r * classes() + labels[r]] : Double.NEGATIVE_INFINITY;
        }
        return Arrays2d.vector(out);
    }

    @Override
    public INDArray logPosterior(INDArray x) {
        double[] joint = logJoint(x);
        int n = joint.length / classes();
        for (int r = 0; r < n; r++) {
            double logP = LogMath.logSumExp(joint, r * classes(), classes());
            for (int i = r * classes(); i < (r + 1) * classes(); i++) {
                joint[i] -= logP;
            }
        }
        return Arrays2d.matrix(joint, n, classes());
    }

    @Override
    public INDArray sample(int n, RandomStream random) {
        return sampleJoint(n, random).x();
    }

    @Override
    public LabelledRows sampleJoint(int n, RandomStream random) {
        Checks.requireSampleSize(n);
        int d = features();
        float[] x = new float[Math.multiplyExact(n, d)];
        int[] labels = new int[n];
        for (int r = 0; r < n; r++) {
            labels[r] = IndexDraw.draw(priors, 0, priors.length, 1, random);
            factors.fill(labels[r], x, r * d, 0, null, random);
        }
        return new LabelledRows(Arrays2d.matrix(x, n, d), labels);
    }

    /** {@inheritDoc} Always empty. */
    @Override
    public Optional<String> cannotComplete(boolean[] observed) {
        return Optional.empty();
    }

    @Override
    public INDArray complete(INDArray x, boolean[] observed, RandomStream random) {
        int d = features();
        DiscreteRows.requireMask(observed, d);
        Checks.requireRows(x, d, "x");
        float[] out = Arrays2d.toFloats(x);
        factors.check(out, d, observed);
        double[] joint = new double[classes()];
        for (int from = 0; from < out.length; from += d) {
            logJoint(out, from, observed, joint, 0);
            if (LogMath.logSumExp(joint) == Double.NEGATIVE_INFINITY) {
                throw DiscreteRows.impossible(from / d);
            }
            factors.fill(IndexDraw.drawLog(joint, 0, joint.length, random), out, from, 0, observed, random);
        }
        return Arrays2d.matrix(out, out.length / d, d);
    }
}
