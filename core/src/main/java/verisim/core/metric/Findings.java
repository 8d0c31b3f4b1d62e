package verisim.core.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import verisim.core.data.DataSplits;
import verisim.core.data.Schema;
import verisim.core.metric.MetricProvider.Uses;
import verisim.core.model.ContractException;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelContract;
import verisim.core.model.TractableDensity;
import verisim.core.random.RandomStream;
import verisim.core.result.Outcome;

/**
 * What is known against a model before its metrics run.
 *
 * @param brokenSamples how its samples break their contract: what was promised, what came
 * @param brokenDensity likewise its log-probabilities
 * @param sampleWarnings what its sampler knows against the samples
 * @param trainingWarnings what is known against its training, such as a time limit that ended it
 */
public record Findings(
        Optional<String> brokenSamples,
        Optional<String> brokenDensity,
        List<String> sampleWarnings,
        List<String> trainingWarnings) {
    /** Nothing: of a model that was not looked at, or of samples without a model. */
    public static final Findings NONE = new Findings(Optional.empty(), Optional.empty(), List.of(), List.of());

    public Findings {
        sampleWarnings = List.copyOf(sampleWarnings);
        trainingWarnings = List.copyOf(trainingWarnings);
    }

    /**
     * Looks a model over.
     *
     * @param samples the samples that will be measured
     * @param n how many were asked for
     * @param truth the distribution of the data, if it is known: no density may be above it on the test rows
     * @param random a stream of its own
     */
    public static Findings of(
            GenerativeModel model,
            GenerativeModel.Samples samples,
            int n,
            DataSplits data,
            Optional<GenerativeModel> truth,
            List<String> trainingWarnings,
            RandomStream random) {
        Schema schema = data.schema();
        if (model.dataKind() != schema.kind() || model.features() != schema.features()) {
            Optional<String> other =
                    Optional.of("a model of this data must be of " + schema.kind() + " data with " + schema.features()
                            + " features, but is of " + model.dataKind() + " data with " + model.features());
            return new Findings(other, other, samples.warnings(), trainingWarnings);
        }
        return new Findings(
                ModelContract.ofSamples(model, samples.rows(), n, schema, random.child("samples")),
                ModelContract.ofDensity(model, data.test(), random.child("density"))
                        .or(() -> aboveTruth(model, data, truth)),
                samples.warnings(),
                trainingWarnings);
    }

    /** A density too large by a factor would make its likelihoods too good, and its divergences too bad: none is to be believed. */
    private static Optional<String> aboveTruth(
            GenerativeModel model, DataSplits data, Optional<GenerativeModel> truth) {
        if (!(model instanceof TractableDensity density)
                || truth.isEmpty()
                || !(truth.get() instanceof TractableDensity known)) {
            return Optional.empty();
        }
        double[] rows;
        try {
            rows = Impossible.scores(density, data.test());
        } catch (ContractException e) {
            return Optional.of(e.getMessage());
        }
        for (double row : rows) {
            if (row == Double.NEGATIVE_INFINITY) {
                return Optional.empty();
            }
        }
        return Impossible.aboveTruth(rows, Impossible.scores(known, data.test()), 0)
                .map(Outcome.Failed::error);
    }

    /** Returns why a number that rests on {@code uses} cannot be believed, if so. */
    Optional<String> broken(Set<Uses> uses) {
        Optional<String> density = uses.contains(Uses.DENSITY) ? brokenDensity : Optional.empty();
        return density.isPresent() || !uses.contains(Uses.SAMPLES) ? density : brokenSamples;
    }

    /** Returns what is known against a number that rests on {@code uses}. */
    List<String> warnings(Set<Uses> uses) {
        List<String> all = new ArrayList<>(trainingWarnings);
        if (uses.contains(Uses.SAMPLES)) {
            all.addAll(sampleWarnings);
        }
        return all;
    }
}
