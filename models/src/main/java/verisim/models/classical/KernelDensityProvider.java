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

/** The plug-in {@code kde}. */
public final class KernelDensityProvider implements ModelProvider {
    static final String NAME = "kde";

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
        return "A kernel density: a normal distribution of one width on every training row.";
    }

    @Override
    public String paper() {
        return "Rosenblatt (1956), Remarks on some nonparametric estimates of a density function, "
                + "https://doi.org/10.1214/aoms/1177728190; Parzen (1962), On estimation of a probability density function "
                + "and mode, https://doi.org/10.1214/aoms/1177704472";
    }

    @Override
    public Set<DataKind> accepts() {
        return Set.of(DataKind.REAL);
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.number(
                        "bandwidth",
                        0,
                        0,
                        Double.POSITIVE_INFINITY,
                        "standard deviation of the kernel, in standard deviations of the features; 0 chooses it on validation data"));
    }

    @Override
    public Trainer<KernelDensity> trainer(Options options) {
        return new KernelDensityTrainer(options.number("bandwidth"));
    }

    @Override
    public GenerativeModel load(ModelState state) {
        return KernelDensity.of(state);
    }
}
