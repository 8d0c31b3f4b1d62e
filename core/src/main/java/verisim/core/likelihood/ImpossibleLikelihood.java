package verisim.core.likelihood;

import java.util.Optional;
import verisim.core.data.DataKind;
import verisim.core.metric.Impossible;
import verisim.core.metric.Metric.Result;
import verisim.core.metric.MetricContext;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelContract;
import verisim.core.model.TractableDensity;
import verisim.core.result.Kind;
import verisim.core.result.Outcome;
import verisim.core.statistics.MeanEstimate;

/**
 * Likelihoods that cannot be: above the truth's on the same test rows, since the truth maximises {@code E_p[log q(x)]} (Gibbs' inequality),
 * or, of discrete data, above 0. Where the error of an estimated log Z is part of the number, it counts.
 */
final class ImpossibleLikelihood {
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
        boolean more = m.standardError() > mean.standardError() * (1 + 1e-6); // not by rounding alone
        double shared = more ? Math.sqrt(square(m.standardError()) - square(mean.standardError())) : 0;
        if (context.data().kind() != DataKind.REAL && Impossible.is(m.value(), m.standardError(), rows.length)) {
            return new Result(
                    Impossible.failed(
                            "a log-likelihood of %s data must be at most 0, but is %.6g",
                            context.data().kind(), m.value()),
                    result.protocol());
        }
        Optional<Outcome.Failed> aboveTruth =
                truth(context).flatMap(truth -> Impossible.aboveTruth(rows, truth, shared));
        return aboveTruth.isPresent() ? new Result(aboveTruth.get(), result.protocol()) : result;
    }

    private static double square(double x) {
        return x * x;
    }

    private static Optional<double[]> truth(MetricContext context) {
        Optional<GenerativeModel> known = context.truth();
        if (known.isEmpty() || !(known.get() instanceof TractableDensity truth)) {
            return Optional.empty();
        }
        return Optional.of(context.shared()
                .get(
                        "truth-scores",
                        double[].class,
                        random -> Impossible.scores(truth, context.data().test())));
    }
}
