package verisim.core.divergence;

import static verisim.core.Checks.require;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.metric.Impossible;
import verisim.core.metric.Metric;
import verisim.core.metric.MetricContext;
import verisim.core.model.GenerativeModel;
import verisim.core.model.LatentVariableModel;
import verisim.core.model.TractableDensity;
import verisim.core.model.UnnormalizedDensity;
import verisim.core.result.Kind;
import verisim.core.result.Outcome;
import verisim.core.result.Outcome.Measured;
import verisim.core.result.Range;
import verisim.core.source.synthetic.FiniteSupport;
import verisim.core.statistics.Interval;
import verisim.core.statistics.Intervals;

/** One divergence with its options; see {@link DivergenceProvider} for the choice of the estimator. */
final class DivergenceMetric implements Metric {
    /** A model's probabilities over all states may miss 1 by this much (they are often computed in float). */
    private static final double NORMALISATION_TOLERANCE = 1e-3;
    /** Model probability outside the truth's support below which it is taken for rounding. */
    private static final double NO_MASS = 1e-9;
    /** The most units that are enumerated for log Z. */
    private static final int MAXIMUM_UNITS = 20;

    private final Divergence divergence;
    private final int enumerate;
    private final int importanceSamples;

    DivergenceMetric(Divergence divergence, int enumerate, int importanceSamples) {
        this.divergence = divergence;
        this.enumerate = enumerate;
        this.importanceSamples = importanceSamples;
    }

    @Override
    public Result measure(MetricContext context) {
        if (context.truth().isEmpty()) {
            return Result.notDefined("the distribution this data was drawn from is not known");
        }
        if (!(context.truth().get() instanceof TractableDensity truth)) {
            return Result.notDefined("the distribution this data was drawn from has no computable density");
        }
        GenerativeModel model = context.model().orElse(null);
        require(
                model == null || (model.dataKind() == truth.dataKind() && model.features() == truth.features()),
                "model and truth must be over the same space, but are %s with %s features and %s with %d",
                model == null ? "" : model.dataKind(),
                model == null ? "" : model.features(),
                truth.dataKind(),
                truth.features());
        boolean all = truth.dataKind() == DataKind.BINARY && truth.features() <= enumerate;
        Optional<Scores.LogDensity> density =
                model == null ? Optional.empty() : Scores.logDensity(model, all, MAXIMUM_UNITS);
        if (density.isPresent()) {
            if (all) {
                return result(
                        overStates(truth, density.get(), Scores.allStates(truth.features()), true), "enumeration");
            }
            if (truth instanceof FiniteSupport finite && finite.supportSize() <= 1 << enumerate) {
                return result(overStates(truth, density.get(), finite.support(), false), "enumeration of the support");
            }
            return result(monteCarlo(context, truth, density.get()), "monte-carlo");
        }
        if (all && divergence != Divergence.KL_FORWARD) {
            Map<String, String> protocol = new TreeMap<>();
            protocol.put("estimator", "histogram");
            protocol.put("samples", Long.toString(context.samples().size(0)));
            return new Result(histogram(context, truth), protocol);
        }
        Optional<LatentVariableModel> latent = Scores.latentVariables(model, MAXIMUM_UNITS);
        if (divergence == Divergence.KL_FORWARD && latent.isPresent()) {
            Map<String, String> protocol = new TreeMap<>();
            protocol.put("estimator", "importance-weighted bound");
            protocol.put("importanceSamples", Integer.toString(importanceSamples));
            return new Result(latentBound(context, truth, latent.get()), protocol);
        }
        return Result.notDefined(whyNoDensity(model));
    }

    private static Result result(Outcome outcome, String estimator) {
        return new Result(outcome, Map.of("estimator", estimator));
    }

    private String whyNoDensity(GenerativeModel model) {
        String needs = divergence.words() + " needs the model's density: ";
        if (model == null) {
            return needs + "here are samples only";
        }
        if (model instanceof UnnormalizedDensity energy) {
            return needs + "it is known up to its partition function, and enumerating that takes "
                    + (energy.enumerationUnits().isPresent()
                            ? energy.enumerationUnits().getAsInt() + " units, more than " + MAXIMUM_UNITS
                            : "more than can be done");
        }
        return needs + "this model gives samples only";
    }

    /**
     * The sum over {@code states}. If they are the truth's support rather than all states, the model's remaining mass is
     * where {@code r} is minus infinity.
     */
    private Outcome overStates(TractableDensity truth, Scores.LogDensity density, INDArray states, boolean all) {
        double[] logP = Scores.logProbability(truth, states);
        double[] logQ = Scores.inBlocks(density, states);
        if (all && !density.normalised()) {
            double logZ = LogMath.logSumExp(logQ);
            for (int s = 0; s < logQ.length; s++) {
                logQ[s] -= logZ;
            }
        }
        double modelMass = 0;
        double sum = 0;
        double ruledOut = 0; // mass at which the divergence is infinite
        for (int s = 0; s < logP.length; s++) {
            double p = Math.exp(logP[s]);
            double q = Math.exp(logQ[s]);
            modelMass += q;
            double a = p > 0 ? divergence.underTruth(logP[s] - logQ[s]) : 0;
            double b = q > 0 ? divergence.underModel(logP[s] - logQ[s]) : 0;
            if (Double.isInfinite(a) || Double.isInfinite(b)) {
                ruledOut += Double.isInfinite(a) ? p : q;
            } else {
                sum += p * a + q * b;
            }
        }
        checkMass(modelMass, all);
        double outside = all ? 0 : 1 - modelMass;
        if (outside > NO_MASS) {
            double b = divergence.underModel(Double.NEGATIVE_INFINITY);
            if (Double.isInfinite(b)) {
                ruledOut += outside;
            } else {
                sum += outside * b;
            }
        }
        if (ruledOut > 0) {
            return infinite(Scores.percent(ruledOut) + " of probability");
        }
        // At least 0 but for the rounding of the model's probabilities; what is further below is not hidden.
        double value = sum < 0 && sum > -Impossible.ROUNDING ? 0 : sum;
        return Impossible.unlessBelowZero(
                divergence.words(), Measured.of(value, 0, logP.length, Kind.EXACT), logP.length);
    }

    private static void checkMass(double mass, boolean all) {
        boolean fits = all ? Math.abs(mass - 1) <= NORMALISATION_TOLERANCE : mass <= 1 + NORMALISATION_TOLERANCE;
        if (!fits) {
            throw new IllegalStateException(
                    "the model's probabilities sum to " + mass + ": they are not those of a distribution");
        }
    }

    /** Means over the test rows, drawn from the truth, and over the model's samples. */
    private Outcome monteCarlo(MetricContext context, TractableDensity truth, Scores.LogDensity density) {
        double value = 0;
        double variance = 0;
        long n = 0;
        long least = Long.MAX_VALUE;
        if (divergence.needsTruthRows()) {
            double[] r = logRatio(truth, density, context.data().test().toArray());
            Mean mean = Mean.of(r, divergence::underTruth);
            if (mean.infinite() > 0) {
                return infinite(mean.infinite() + " of " + r.length + " test rows");
            }
            value += mean.value();
            variance += mean.varianceOfMean();
            n += r.length;
            least = Math.min(least, r.length);
        }
        if (divergence.needsModelRows()) {
            double[] r = logRatio(truth, density, context.samples());
            Mean mean = Mean.of(r, divergence::underModel);
            if (mean.infinite() > 0) {
                return infinite(mean.infinite() + " of " + r.length + " samples");
            }
            value += mean.value();
            variance += mean.varianceOfMean();
            n += r.length;
            least = Math.min(least, r.length);
        }
        Outcome checked = Impossible.unlessBelowZero(
                divergence.words(), Measured.of(value, Math.sqrt(variance), n, Kind.ESTIMATE), least);
        return checked instanceof Outcome.Failed ? checked : estimated(value, Math.sqrt(variance), n, Kind.ESTIMATE);
    }

    /**
     * Returns an estimate, its interval in the range of the divergence. Rounding and chance can take the sum of the two means of
     * Jensen-Shannon out of it, too; the nearest end then stands for the value.
     */
    private Outcome estimated(double value, double standardError, long n, Kind kind) {
        Range range = divergence.range();
        if (!range.bounded()) {
            return Measured.of(value, standardError, n, kind);
        }
        double inside = range.nearest(value);
        Interval interval = Intervals.bounded(
                inside,
                standardError,
                (double) n,
                range.low().orElseThrow(),
                range.high().orElseThrow());
        return new Measured(inside, standardError, interval.low(), interval.high(), n, kind);
    }

    private double[] logRatio(TractableDensity truth, Scores.LogDensity density, INDArray x) {
        double[] logP = Scores.logProbability(truth, x);
        double[] logQ = Scores.inBlocks(density, x);
        for (int i = 0; i < logP.length; i++) {
            logP[i] -= logQ[i];
            if (Double.isNaN(logP[i])) {
                throw new IllegalStateException("the log-probability of row " + (i + 1) + " of " + logP.length
                        + " is not a number, or minus infinity under truth and model both");
            }
        }
        return logP;
    }

    /** The divergence of the truth and the histogram of the model's samples. */
    private Outcome histogram(MetricContext context, TractableDensity truth) {
        int d = truth.features();
        float[] x = Arrays2d.toFloats(context.samples());
        int n = x.length / d;
        int[] counts = new int[1 << d];
        int[] states = new int[n];
        for (int i = 0; i < n; i++) {
            int s = 0;
            for (int j = 0; j < d; j++) {
                float v = x[i * d + j];
                require(v == 0f || v == 1f, "samples of BINARY data must be 0 or 1, but row %d holds %s", i + 1, v);
                s |= v == 1f ? 1 << j : 0;
            }
            states[i] = s;
            counts[s]++;
        }
        double[] logP = Scores.logProbability(truth, Scores.allStates(d));
        double[] slopes = new double[counts.length];
        double sum = 0;
        int impossible = 0;
        for (int s = 0; s < counts.length; s++) {
            double p = Math.exp(logP[s]);
            double q = counts[s] / (double) n;
            double r = logP[s] - Math.log(q);
            sum += p > 0 ? p * divergence.underTruth(r) : 0;
            if (q > 0) {
                double b = divergence.underModel(r);
                impossible += Double.isInfinite(b) ? counts[s] : 0;
                sum += Double.isInfinite(b) ? 0 : q * b;
                slopes[s] = divergence.slope(r);
            }
        }
        if (impossible > 0) {
            return infinite(impossible + " of " + n + " samples");
        }
        double[] perSample = new double[n];
        for (int i = 0; i < n; i++) {
            perSample[i] = slopes[states[i]];
        }
        double standardError = Math.sqrt(Mean.of(perSample, v -> v).varianceOfMean());
        return histogram(Math.max(0, sum), standardError, n);
    }

    /** Samples that are all equal show no scatter: the error of an unbounded divergence is then not known. */
    private Outcome histogram(double value, double standardError, int n) {
        if (divergence.range().bounded()) {
            return estimated(value, standardError, n, Kind.UPPER_BOUND);
        }
        double e = standardError > 0 ? standardError : Double.NaN;
        double half = Intervals.NORMAL_975 * e;
        return new Measured(value, e, Math.max(0, value - half), value + half, n, Kind.UPPER_BOUND);
    }

    /** Forward KL with {@code log mean_k p(x, z_k) / q(z_k given x)}, at most log q(x) in expectation, for log q(x). */
    private Outcome latentBound(MetricContext context, TractableDensity truth, LatentVariableModel model) {
        INDArray x = context.data().test().toArray();
        double[] logP = Scores.logProbability(truth, x);
        double[] bound = Scores.importanceWeightedBound(
                model, x, importanceSamples, context.random().child("importance"));
        for (int i = 0; i < logP.length; i++) {
            logP[i] -= bound[i];
        }
        Mean mean = Mean.of(logP, v -> v);
        if (mean.infinite() > 0) {
            return infinite(mean.infinite() + " of " + logP.length + " test rows");
        }
        return Impossible.unlessBelowZero(
                divergence.words(),
                Measured.of(mean.value(), Math.sqrt(mean.varianceOfMean()), logP.length, Kind.UPPER_BOUND),
                logP.length);
    }

    private Outcome infinite(String where) {
        return new Outcome.NotDefined(divergence.words() + " is infinite: "
                + (divergence == Divergence.KL_FORWARD
                        ? "the model gives no probability to " + where + " of the truth"
                        : "the truth gives no probability to " + where + " of the model"));
    }
}
