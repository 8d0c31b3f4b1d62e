package verisim.models.classical;

import java.util.List;
import java.util.Set;
import verisim.core.data.DataKind;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelProvider;
import verisim.core.model.ModelState;
import verisim.core.model.Trainer;
import verisim.core.option.Option;
import verisim.core.option.Options;

/** The plug-in {@code factor-analysis}. */
public final class FactorAnalysisProvider implements ModelProvider {
    static final String NAME = "factor-analysis";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String family() {
        return "classical";
    }

    @Override
    public String description() {
        return "Factor analysis: features that depend on each other through a few latents only, each with its own noise.";
    }

    @Override
    public String paper() {
        return "Jöreskog (1967), Some contributions to maximum likelihood factor analysis, https://doi.org/10.1007/BF02289658";
    }

    @Override
    public Set<DataKind> accepts() {
        return Set.of(DataKind.REAL);
    }

    @Override
    public List<Option> options() {
        return List.of(
                LatentDimensions.COMPONENTS,
                Option.integer("iterations", 1000, 1, "most steps of Newton's method"),
                Option.number(
                        "tolerance",
                        1e-6,
                        0,
                        Double.POSITIVE_INFINITY,
                        "training has converged when a step raises the training log-likelihood by less, nats per example"),
                Option.positive(
                        "varianceFloor",
                        1e-4,
                        "no noise variance becomes smaller, in units of the variance of its feature that the other features do"
                                + " not explain: maximum likelihood can drive one to 0 (a Heywood case)"));
    }

    /** 2: Newton's method in place of EM, and another unit of the floor. */
    @Override
    public int numbersVersion() {
        return 2;
    }

    @Override
    public Trainer<FactorModel> trainer(Options options) {
        return new FactorAnalysisTrainer(
                options.integer(LatentDimensions.COMPONENTS.name()),
                options.integer("iterations"),
                options.number("tolerance"),
                options.number("varianceFloor"));
    }

    @Override
    public GenerativeModel load(ModelState state) {
        return FactorModel.of(state);
    }
}
