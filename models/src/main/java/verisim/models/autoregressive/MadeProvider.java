package verisim.models.autoregressive;

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

/** The plug-in {@code made}. */
public final class MadeProvider implements ModelProvider {
    @Override
    public String name() {
        return Made.NAME;
    }

    @Override
    public String family() {
        return "autoregressive";
    }

    @Override
    public String description() {
        return "Masked autoencoder: all conditionals of one order of the features from one network; exact likelihood.";
    }

    @Override
    public String paper() {
        return "Germain, Gregor, Murray, Larochelle (2015), MADE: masked autoencoder for distribution estimation, "
                + "https://arxiv.org/abs/1502.03509";
    }

    @Override
    public Set<DataKind> accepts() {
        return Set.of(DataKind.BINARY, DataKind.REAL);
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.integers("hidden", List.of(500), 1, "units of each hidden layer; [] for none"),
                Option.choice("activation", List.of("relu", "tanh", "sigmoid"), "nonlinearity of the hidden units"),
                Option.choice(
                        "order",
                        List.of("natural", "random"),
                        "whether features are drawn as they stand or in an order drawn from the seed"),
                Option.bool("directConnections", true, "weights from every feature straight to the outputs after it"),
                Option.integer("components", 10, 1, "normal distributions in each conditional, for REAL data"),
                Option.positive(
                        "scaleFloor",
                        0.001,
                        "smallest standard deviation of such a distribution, in standard deviations of its feature; "
                                + "keeps the likelihood of repeated values bounded"),
                Option.positive("learningRate", 0.001, "step size of Adam"),
                Option.integer("batchSize", 100, 1, "examples in one step"),
                Option.integer("epochs", 300, 1, "most passes over the training data"),
                Option.integer("patience", 20, 1, "epochs without a better validation log-likelihood until it stops"),
                Option.number(
                        "weightDecay",
                        0,
                        0,
                        Double.POSITIVE_INFINITY,
                        "L2 penalty: half of this times the squared weights is added to the loss"));
    }

    @Override
    public Trainer<Made> trainer(Options options) {
        return new MadeTrainer(new MadeTrainer.MadeOptions(
                options.integers("hidden"),
                Activation.Function.valueOf(options.text("activation").toUpperCase(java.util.Locale.ROOT)),
                options.text("order").equals("random"),
                options.bool("directConnections"),
                options.integer("components"),
                options.number("scaleFloor"),
                options.number("learningRate"),
                options.integer("batchSize"),
                options.integer("epochs"),
                options.integer("patience"),
                options.number("weightDecay")));
    }

    @Override
    public GenerativeModel load(ModelState state) {
        return Made.of(state);
    }
}
