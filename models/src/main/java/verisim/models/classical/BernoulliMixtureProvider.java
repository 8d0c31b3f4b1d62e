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

/** The plug-in {@code bernoulli-mixture}. */
public final class BernoulliMixtureProvider implements ModelProvider {
    static final String NAME = "bernoulli-mixture";

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
        return "A mixture of products of Bernoullis fitted by EM.";
    }

    @Override
    public String paper() {
        return "Juan and Vidal (2004), Bernoulli mixture models for binary images, "
                + "https://doi.org/10.1109/ICPR.2004.1334543; Neal and Hinton (1998), A view of the EM algorithm that "
                + "justifies incremental, sparse, and other variants, https://doi.org/10.1007/978-94-011-5014-9_12";
    }

    @Override
    public Set<DataKind> accepts() {
        return Set.of(DataKind.BINARY);
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.integers(
                        "components",
                        List.of(50),
                        1,
                        "number of products; of a list the one best on validation data is kept"),
                Option.number(
                        "smoothing",
                        0,
                        0,
                        Double.POSITIVE_INFINITY,
                        "imagined rows with a 1, and as many with a 0, added to each feature of each component (half the size"
                                + " of a Beta prior); 0 tries 0.01, 0.1 and 1 and keeps the best on validation data"),
                Option.choice(
                        "prior",
                        List.of("marginal", "uniform"),
                        "marginal: the imagined rows are 1 as often as the feature is in all rows; uniform: half of the time"),
                Option.integer("restarts", 3, 1, "starts of EM, of which the best on validation data is kept"),
                Option.integer("iterations", 200, 1, "most passes of EM over the rows from one start"),
                Option.number(
                        "tolerance",
                        1e-4,
                        0,
                        Double.POSITIVE_INFINITY,
                        "EM has converged when a pass raises the training log-likelihood by less, nats per example"),
                Option.integer(
                        "patience", 5, 1, "EM stops after so many passes without a better validation log-likelihood"),
                Option.integer(
                        "parts",
                        1,
                        1,
                        "1: plain EM; more: incremental EM, which estimates anew after each of so many parts of the rows and"
                                + " needs fewer passes, and memory for the counts of each part"));
    }

    @Override
    public Trainer<BernoulliMixture> trainer(Options options) {
        return new BernoulliMixtureTrainer(new BernoulliMixtureOptions(
                options.integers("components"),
                options.number("smoothing"),
                options.text("prior").equals("marginal"),
                options.integer("restarts"),
                options.integer("iterations"),
                options.number("tolerance"),
                options.integer("patience"),
                options.integer("parts")));
    }

    @Override
    public GenerativeModel load(ModelState state) {
        return BernoulliMixture.of(state);
    }
}
