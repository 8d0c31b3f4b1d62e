package verisim.models.autoregressive;

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
import verisim.models.nn.Activation;
import verisim.models.nn.TrainingOptions;

/** The plug-in {@code fvsbn}: a MADE of direct connections alone. */
public final class FvsbnProvider implements ModelProvider {
    static final String NAME = "fvsbn";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String family() {
        return "autoregressive";
    }

    @Override
    public String description() {
        return "Fully visible sigmoid belief network: a logistic regression of each feature on those before it; exact likelihood.";
    }

    @Override
    public String paper() {
        return "Frey (1998), Graphical models for machine learning and digital communication, MIT Press, after Neal (1992), "
                + "Connectionist learning of belief networks, https://doi.org/10.1016/0004-3702(92)90065-6";
    }

    @Override
    public Set<DataKind> accepts() {
        return Set.of(DataKind.BINARY, DataKind.CATEGORICAL);
    }

    @Override
    public List<Option> options() {
        List<Option> out = new ArrayList<>();
        out.add(MadeProvider.ORDER);
        out.add(MadeProvider.MASKS);
        out.add(MadeProvider.EVALUATION_MASKS);
        out.addAll(TrainingOptions.options(TrainingOptions.DEFAULT));
        return List.copyOf(out);
    }

    @Override
    public int numbersVersion() {
        return 2; // since every column has its own number of levels
    }

    @Override
    public Trainer<Made> trainer(Options options) {
        return new MadeTrainer(
                NAME,
                accepts(),
                new MadeTrainer.MadeOptions(
                        List.of(),
                        Activation.Function.SIGMOID,
                        true,
                        options.integer("masks"),
                        options.integer("evaluationMasks"),
                        options.text("order").equals("random"),
                        false,
                        1,
                        1,
                        0,
                        null,
                        TrainingOptions.of(options)));
    }

    @Override
    public GenerativeModel load(ModelState state) {
        return MadeState.read(state);
    }
}
