package verisim.models.boltzmann;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import verisim.core.data.DataKind;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelProvider;
import verisim.core.model.ModelState;
import verisim.core.model.Trainer;
import verisim.core.option.Option;
import verisim.core.option.Options;

/** The plug-in {@code dbn}. */
public final class DbnProvider implements ModelProvider {
    @Override
    public String name() {
        return Dbn.NAME;
    }

    @Override
    public String family() {
        return "boltzmann";
    }

    @Override
    public String description() {
        return "deep belief network: restricted Boltzmann machines stacked greedily, then fine-tuned as a whole if asked";
    }

    @Override
    public String paper() {
        return "Hinton, Osindero and Teh (2006), A fast learning algorithm for deep belief nets,"
                + " https://doi.org/10.1162/neco.2006.18.7.1527";
    }

    @Override
    public Set<DataKind> accepts() {
        return Set.of(DataKind.BINARY);
    }

    @Override
    public List<Option> options() {
        List<Option> options = new ArrayList<>();
        options.add(Option.integers(
                "hidden", List.of(200, 200), 1, "hidden units of each RBM, from the data upwards; at least two"));
        options.add(Option.integer(
                "upperEpochs", 0, 0, "most epochs of the RBMs above the lowest; 0 for as many as that has"));
        options.add(Option.number(
                "upperLearningRate",
                0,
                0,
                Double.POSITIVE_INFINITY,
                "first step size of the RBMs above the lowest; 0 for learningRate"));
        options.add(Option.integer(
                "fineTuneEpochs", 0, 0, "most epochs of fine-tuning by the up-down algorithm; 0 for none"));
        options.add(Option.positive(
                "fineTuneLearningRate",
                0.01,
                "first step size of fine-tuning, of all layers; later ones as by schedule"));
        options.addAll(RbmOptions.OPTIONS);
        return options;
    }

    @Override
    public int numbersVersion() {
        return 3; // since upper layers begin as mirror images, and chains with the trained machine
    }

    @Override
    public Trainer<?> trainer(Options options) {
        return new DbnTrainer(
                options.integers("hidden"),
                RbmOptions.of(options),
                options.integer("upperEpochs"),
                options.number("upperLearningRate"),
                options.integer("fineTuneEpochs"),
                options.number("fineTuneLearningRate"));
    }

    @Override
    public GenerativeModel load(ModelState state) {
        return Dbn.load(state);
    }
}
