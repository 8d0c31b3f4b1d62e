package verisim.core.likelihood;

import java.util.Optional;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.math.Arrays2d;
import verisim.core.metric.Impossible;
import verisim.core.metric.Metric.Result;
import verisim.core.metric.MetricContext;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelContract;
import verisim.core.model.RowScoring;
import verisim.core.model.TractableDensity;
import verisim.core.result.Kind;
import verisim.core.result.Outcome;
import verisim.core.statistics.MeanEstimate;

/**
 * Likelihoods that cannot be: above the truth's on the same test rows, since the truth maximises {@code E_p[log q(x)]} (Gibbs' inequality),
 * or, of discrete data, above 0. Where the error of an estimated log Z is part of the number, it counts.
 */
final class ImpossibleLikelihood {
    private static final int BLOCK = 512;

    private ImpossibleLikelihood() {}

    /** Returns {@code result}, or its failure if its rows cannot be those of a density, nor of a lower bound on one. */
    static Result checked(Result result, MetricContext context) {
        if (result.rows().isEmpty()
                || !(result.outcome() instanceof Outcome.Measured m)
                || m.kind() == Kind.UPPER_BOUND) {
            return result;
        }
        double[] rows = result.rows().get();
        Optional<String> aboveOne = m.kind() == Kind.EXACT
                ? ModelContract.aboveOne(rows, context.data().kind())
                : Optional.empty();
        if (aboveOne.isPresent()) {
            return new Result(new Outcome.Failed("contract", aboveOne.get()), result.protocol());
        }
        MeanEstimate mean = MeanEstimate.of(rows);
        double shared = Math.sqrt(Math.max(0, square(m.standardError()) - square(mean.standardError())));
        if (context.data().kind() != DataKind.REAL && Impossible.is(m.value(), m.standardError(), rows.length)) {
            return new Result(
                    Impossible.failed(
                            "a log-likelihood of %s data must be at most 0, but is %.6g",
                            context.data().kind(), m.value()),
                    result.protocol());
        }
        Optional<double[]> truth = truth(context);
        if (truth.isEmpty()) {
            return result;
        }
        MeanEstimate difference = MeanEstimate.ofDifferences(rows, truth.get());
        double error = Math.hypot(difference.standardError(), shared);
        return Impossible.is(difference.mean(), error, rows.length)
                ? new Result(
                        Impossible.failed(
                                "a log-likelihood must not pass that of the distribution the rows were drawn from, but is above the"
                                        + " truth's by %.6g nats/example on the same %d test rows, %s: the model's log-probabilities are"
                                        + " not those of a distribution%s",
                                difference.mean(),
                                rows.length,
                                error > 0
                                        ? String.format(
                                                java.util.Locale.ROOT,
                                                "%.3g standard errors",
                                                difference.mean() / error)
                                        : "on every one",
                                shared > 0 ? ", or the estimate of log Z is too low" : ""),
                        result.protocol())
                : result;
    }

    private static double square(double x) {
        return x * x;
    }

    private static Optional<double[]> truth(MetricContext context) {
        Optional<GenerativeModel> known = context.truth();
        if (known.isEmpty() || !(known.get() instanceof TractableDensity truth)) {
            return Optional.empty();
        }
        Dataset test = context.data().test();
        return Optional.of(context.shared().get("truth-scores", double[].class, random -> {
            double[] out = new double[test.size()];
            for (int from = 0; from < out.length; from += BLOCK) {
                int count = Math.min(BLOCK, out.length - from);
                float[] values = new float[count * test.features()];
                test.copyRange(from, count, values);
                double[] part = RowScoring.score(
                        "log p(x)", Arrays2d.matrix(values, count, test.features()), truth::logProbability);
                System.arraycopy(part, 0, out, from, count);
            }
            return out;
        }));
    }
}
