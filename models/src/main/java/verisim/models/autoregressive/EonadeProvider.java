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
import verisim.models.nn.TrainingOptions;

/** The plug-in {@code eonade}. */
public final class EonadeProvider implements ModelProvider {
    @Override
    public String name() {
        return Eonade.NAME;
    }

    @Override
    public String family() {
        return "autoregressive";
    }

    @Override
    public String description() {
        return "Deep NADE trained for all orders of the features, a mixture over some of them; exact likelihood.";
    }

    @Override
    public String paper() {
        return "Uria, Murray, Larochelle (2014), A deep and tractable density estimator, https://arxiv.org/abs/1310.1757";
    }

    @Override
    public Set<DataKind> accepts() {
        return Set.of(DataKind.BINARY);
    }

    @Override
    public List<Option> options() {
        List<Option> out = new ArrayList<>();
        out.add(Option.integers("hidden", List.of(500, 500), 1, "units of each hidden layer, at least one layer"));
        out.add(Option.choice("activation", List.of("relu", "tanh", "sigmoid"), "nonlinearity of the hidden units"));
        out.add(Option.integer(
                        "orders",
                        8,
                        1,
                        "orders K, drawn from the seed, whose densities the model is the equal-weight mixture of; training does not"
                                + " depend on it, the cost of the likelihood is proportional to it")
                .notOfTraining());
        out.add(Option.integer(
                        "steps",
                        0,
                        0,
                        "steps S in which the features of an order are drawn, those of one step independently of each other given the"
                                + " earlier ones, the split chosen on the validation rows; the cost of the likelihood and of a sample is"
                                + " proportional to it; 0 for one feature a step")
                .notOfTraining());
        out.add(
                Option.number(
                        "probabilityFloor",
                        1e-5,
                        0,
                        0.5,
                        "weight of a fair coin that each conditional is mixed with: bounds what a surprising feature costs; 0 for none"));
        out.addAll(TrainingOptions.options(TrainingOptions.DEFAULT));
        return List.copyOf(out);
    }

    @Override
    public int numbersVersion() {
        return 2; // since the number of unseen features has a law of its own
    }

    @Override
    public Trainer<Eonade> trainer(Options options) {
        return new EonadeTrainer(
                options.integers("hidden"),
                MadeProvider.activation(options),
                options.number("probabilityFloor"),
                options.integer("orders"),
                options.integer("steps"),
                TrainingOptions.of(options));
    }

    @Override
    public GenerativeModel load(ModelState state) {
        return Eonade.of(state);
    }
}
