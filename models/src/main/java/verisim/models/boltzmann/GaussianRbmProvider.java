package verisim.models.boltzmann;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import verisim.core.data.DataKind;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelProvider;
import verisim.core.model.ModelState;
import verisim.core.model.Trainer;
import verisim.core.option.Option;
import verisim.core.option.Options;

/** The plug-in {@code gaussian-rbm}. */
public final class GaussianRbmProvider implements ModelProvider {
    private static final String VARIANCE_LEARNING_RATE = "varianceLearningRate";
    private static final String FIRST_SCALE = "firstScale";
    private static final String SCALE_FLOOR = "scaleFloor";

    @Override
    public String name() {
        return GaussianRbm.NAME;
    }

    @Override
    public String family() {
        return "boltzmann";
    }

    @Override
    public String description() {
        return "restricted Boltzmann machine with real visible units, whose noise variances are learned, and binary hidden ones";
    }

    @Override
    public String paper() {
        return "Cho, Ilin and Raiko (2011), Improved learning of Gaussian-Bernoulli restricted Boltzmann machines,"
                + " https://doi.org/10.1007/978-3-642-21735-7_2; Tieleman (2008), Training restricted Boltzmann machines using"
                + " approximations to the likelihood gradient, https://doi.org/10.1145/1390156.1390290";
    }

    @Override
    public Set<DataKind> accepts() {
        return Set.of(DataKind.REAL);
    }

    @Override
    public List<Option> options() {
        List<Option> options = new ArrayList<>();
        options.add(Option.integer("hidden", 100, 1, "number of hidden units"));
        options.add(Option.number(
                VARIANCE_LEARNING_RATE,
                0.01,
                0,
                Double.POSITIVE_INFINITY,
                "step size of the logarithms of the noise variances at the start; it follows the schedule too, and 0 keeps them as"
                        + " firstScale says"));
        options.add(
                Option.positive(
                        FIRST_SCALE,
                        0.3,
                        "standard deviation of the noise at the start, in standard deviations of its feature; from 1 weights are slow to grow"));
        options.add(Option.positive(
                SCALE_FLOOR, 0.01, "least standard deviation of the noise, in standard deviations of its feature"));
        options.addAll(RbmOptions.optionsWithDefaults(Map.of("epochs", 100)));
        return options;
    }

    @Override
    public Trainer<?> trainer(Options options) {
        return new GaussianRbmTrainer(
                options.integer("hidden"),
                options.number(VARIANCE_LEARNING_RATE),
                options.number(FIRST_SCALE),
                options.number(SCALE_FLOOR),
                RbmOptions.of(options));
    }

    @Override
    public GenerativeModel load(ModelState state) {
        return GaussianRbm.load(state);
    }
}
