package verisim.models.autoregressive;

import java.util.ArrayList;
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
import verisim.models.nn.Activation;
import verisim.models.nn.Initializer;
import verisim.models.nn.TrainingOptions;

/** The plug-in {@code made}. */
public final class MadeProvider implements ModelProvider {
    /** Options of the order and of the number of orders, which made and fvsbn share. */
    static final Option MASKS = Option.integer(
            "masks",
            1,
            1,
            "sets of masks M: one is drawn for every step, and the model is the equal-weight mixture of their M densities, so"
                    + " likelihood and validation cost more");

    static final Option EVALUATION_MASKS = Option.integer(
            "evaluationMasks",
            0,
            0,
            "sets of masks the model keeps of those it was trained with; 0 keeps all. The likelihood costs this many passes");

    static final Option ORDER = Option.choice(
            "order",
            List.of("natural", "random"),
            "whether features are drawn as they stand or, for each set of masks, in an order drawn from the seed");

    static final List<Option> NETWORK = List.of(
            Option.choice("activation", List.of("relu", "tanh", "sigmoid"), "nonlinearity of the hidden units"),
            Option.choice(
                    "initializer",
                    List.of("activation", "glorot", "he", "orthogonal"),
                    "initial weights of hidden layers; activation: he for relu, else glorot"));

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
        return "Masked autoencoder: all conditionals of an order of the features from one network; exact likelihood.";
    }

    @Override
    public String paper() {
        return "Germain, Gregor, Murray, Larochelle (2015), MADE: masked autoencoder for distribution estimation, "
                + "https://arxiv.org/abs/1502.03509";
    }

    @Override
    public Set<DataKind> accepts() {
        return Set.of(DataKind.BINARY, DataKind.CATEGORICAL, DataKind.REAL);
    }

    @Override
    public List<Option> options() {
        List<Option> out = new ArrayList<>();
        out.add(Option.integers("hidden", List.of(500), 1, "units of each hidden layer; [] for none"));
        out.addAll(NETWORK);
        out.add(Option.bool("directConnections", true, "weights from every feature straight to the outputs after it"));
        out.add(ORDER);
        out.add(MASKS);
        out.add(Option.choice(
                "connectivity",
                List.of("fixed", "agnostic"),
                "degrees of hidden units: fixed spreads them evenly, agnostic draws them for each set of masks"));
        out.add(EVALUATION_MASKS);
        out.add(Option.integer("components", 10, 1, "normal distributions in each conditional, for REAL data"));
        out.add(Option.positive(
                "scaleFloor",
                0.001,
                "smallest standard deviation of such a distribution, in standard deviations of its feature; "
                        + "keeps the likelihood of repeated values bounded"));
        out.add(Option.number("dropout", 0, 0, 0.9, "share of hidden units left out of each step"));
        out.addAll(TrainingOptions.options(TrainingOptions.DEFAULT));
        return List.copyOf(out);
    }

    static Activation.Function activation(Options options) {
        return Activation.Function.valueOf(options.text("activation").toUpperCase(Locale.ROOT));
    }

    /** Returns null for the initializer that suits the activation. */
    static Initializer initializer(Options options) {
        return switch (options.text("initializer")) {
            case "glorot" -> Initializer.GLOROT_UNIFORM;
            case "he" -> Initializer.HE_NORMAL;
            case "orthogonal" -> Initializer.ORTHOGONAL;
            default -> null;
        };
    }

    @Override
    public int numbersVersion() {
        return 2; // since every column has its own number of levels
    }

    @Override
    public Trainer<Made> trainer(Options options) {
        return new MadeTrainer(
                Made.NAME,
                accepts(),
                new MadeTrainer.MadeOptions(
                        options.integers("hidden"),
                        activation(options),
                        options.bool("directConnections"),
                        options.integer("masks"),
                        options.integer("evaluationMasks"),
                        options.text("order").equals("random"),
                        options.text("connectivity").equals("agnostic"),
                        options.integer("components"),
                        options.number("scaleFloor"),
                        options.number("dropout"),
                        initializer(options),
                        TrainingOptions.of(options)));
    }

    @Override
    public GenerativeModel load(ModelState state) {
        return MadeState.read(state);
    }
}
