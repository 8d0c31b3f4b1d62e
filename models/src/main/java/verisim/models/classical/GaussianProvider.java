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

/** The plug-in {@code gaussian}. */
public final class GaussianProvider implements ModelProvider {
    private static final String COVARIANCE = "covariance";
    private static final String RIDGE = "ridge";
    private static final String TIED = "tied";

    @Override
    public String name() {
        return Gaussian.NAME;
    }

    @Override
    public String family() {
        return "classical";
    }

    @Override
    public String description() {
        return "One normal distribution fitted by maximum likelihood.";
    }

    @Override
    public String paper() {
        return "Fisher (1922), On the mathematical foundations of theoretical statistics, "
                + "https://doi.org/10.1098/rsta.1922.0009";
    }

    @Override
    public Set<DataKind> accepts() {
        return Set.of(DataKind.REAL);
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.choice(
                        COVARIANCE,
                        List.of("full", "diagonal", "spherical", TIED),
                        "any covariance, one variance for each feature, one for all, or a normal distribution for each "
                                + "class of labelled data with one covariance for all of them"),
                Option.number(
                        RIDGE,
                        0,
                        0,
                        Double.POSITIVE_INFINITY,
                        "added to every variance, in squared units of the data; above 0 it is no longer maximum "
                                + "likelihood, but a singular covariance becomes usable"));
    }

    @Override
    public Trainer<?> trainer(Options options) {
        if (options.text(COVARIANCE).equals(TIED)) {
            return new TiedGaussianTrainer(options.number(RIDGE));
        }
        return new GaussianTrainer(
                Gaussian.Covariance.valueOf(options.text(COVARIANCE).toUpperCase(Locale.ROOT)), options.number(RIDGE));
    }

    @Override
    public GenerativeModel load(ModelState state) {
        return state.text(COVARIANCE).equals(TIED) ? GaussianMixture.of(state) : Gaussian.of(state);
    }
}
