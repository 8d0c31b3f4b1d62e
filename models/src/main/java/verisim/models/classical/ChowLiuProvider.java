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

/** The plug-in {@code chow-liu}. */
public final class ChowLiuProvider implements ModelProvider {
    static final String NAME = "chow-liu";
    private static final String SMOOTHING = "smoothing";

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
        return "The best tree of pairwise dependent binary features, in closed form.";
    }

    @Override
    public String paper() {
        return "Chow and Liu (1968), Approximating discrete probability distributions with dependence trees, "
                + "https://doi.org/10.1109/TIT.1968.1054142";
    }

    @Override
    public Set<DataKind> accepts() {
        return Set.of(DataKind.BINARY);
    }

    @Override
    public List<Option> options() {
        return List.of(Option.number(
                SMOOTHING,
                1,
                0,
                Double.POSITIVE_INFINITY,
                "imagined examples of each of the four values of a pair of features; 0 is maximum likelihood and gives unseen "
                        + "pairs the probability 0"));
    }

    @Override
    public Trainer<ChowLiu> trainer(Options options) {
        return new ChowLiuTrainer(options.number(SMOOTHING));
    }

    @Override
    public GenerativeModel load(ModelState state) {
        return ChowLiu.of(state);
    }
}
