package verisim.models.classical;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import verisim.core.data.DataKind;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelProvider;
import verisim.core.model.ModelState;
import verisim.core.model.Trainer;
import verisim.core.option.Option;
import verisim.core.option.Options;

/** The plug-in {@code gaussian-mixture}. */
public final class GaussianMixtureProvider implements ModelProvider {
    static final String NAME = "gaussian-mixture";

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
        return "A mixture of normal distributions fitted by EM.";
    }

    @Override
    public String paper() {
        return "Dempster, Laird and Rubin (1977), Maximum likelihood from incomplete data via the EM algorithm, "
                + "https://doi.org/10.1111/j.2517-6161.1977.tb01600.x";
    }

    @Override
    public Set<DataKind> accepts() {
        return Set.of(DataKind.REAL);
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.integer(
                        "components",
                        10,
                        0,
                        "number of normal distributions; 0 tries 1, 2, 4, ... and keeps the best on validation data"),
                Option.choice(
                        "covariance",
                        List.of("full", "diagonal", "spherical", "tied"),
                        "of each component: any, one variance for each feature, one for all; or any, but the same for all "
                                + "components"),
                Option.integer("restarts", 3, 1, "starts of EM, of which the best on validation data is kept"),
                Option.integer("iterations", 200, 1, "most iterations of EM from one start"),
                Option.number(
                        "tolerance",
                        1e-5,
                        0,
                        Double.POSITIVE_INFINITY,
                        "EM has converged when an iteration raises the training log-likelihood by less, nats per example"),
                Option.integer(
                        "patience",
                        10,
                        1,
                        "EM stops after so many iterations without a better validation log-likelihood"),
                Option.positive(
                        "varianceFloor",
                        1e-6,
                        "no variance of a component in any direction becomes smaller, in units of the variance of all rows in that"
                                + " direction; keeps components from collapsing onto single rows"));
    }

    /** 2: the floor is counted in the variance of all rows in a direction, not of single features. */
    @Override
    public int numbersVersion() {
        return 2;
    }

    @Override
    public Trainer<GaussianMixture> trainer(Options options) {
        return new GaussianMixtureTrainer(new GaussianMixtureOptions(
                options.integer("components"),
                GaussianMixture.Covariance.valueOf(options.text("covariance").toUpperCase(Locale.ROOT)),
                options.integer("restarts"),
                options.integer("iterations"),
                options.number("tolerance"),
                options.integer("patience"),
                options.number("varianceFloor")));
    }

    @Override
    public GenerativeModel load(ModelState state) {
        return GaussianMixture.of(state);
    }
}
