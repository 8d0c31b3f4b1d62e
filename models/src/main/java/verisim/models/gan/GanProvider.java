package verisim.models.gan;

import java.util.List;
import java.util.Set;
import verisim.core.data.DataKind;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelProvider;
import verisim.core.model.ModelState;
import verisim.core.model.Trainer;
import verisim.core.option.Option;
import verisim.core.option.Options;

/** The generative adversarial network as a plug-in. */
public final class GanProvider implements ModelProvider {
    @Override
    public String name() {
        return Gan.NAME;
    }

    @Override
    public String family() {
        return "gan";
    }

    @Override
    public String description() {
        return "Generative adversarial network of two multilayer perceptrons, with the non-saturating or the minimax loss";
    }

    @Override
    public String paper() {
        return "Goodfellow et al. (2014), Generative adversarial networks, https://arxiv.org/abs/1406.2661";
    }

    @Override
    public Set<DataKind> accepts() {
        return Set.of(DataKind.BINARY, DataKind.REAL);
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.choice(
                        "loss",
                        List.of(GanLoss.NON_SATURATING.label(), GanLoss.MINIMAX.label()),
                        "generator loss: -log sigmoid(a), or log(1 - sigmoid(a)) as in the two-player game itself, whose gradient"
                                + " vanishes where the discriminator wins; a is the discriminator's logit"),
                Option.integer(
                        "latents",
                        0,
                        0,
                        "number of noise values; 0 takes the number of features, but at least 8 and at most 32"),
                Option.integers(
                        "generatorHidden", List.of(128, 128), 1, "widths of the generator's hidden layers (ReLU)"),
                Option.integers(
                        "discriminatorHidden",
                        List.of(128, 128),
                        1,
                        "widths of the discriminator's hidden layers (leaky ReLU)"),
                Option.positive("learningRate", 0.001, "step size of Adam, for both networks"),
                Option.number("beta1", 0.5, 0, 0.999, "Adam's decay of the mean gradient, for both networks"),
                Option.integer("batchSize", 128, 1, "data rows, and as many generated rows, in one update"),
                Option.integer(
                        "epochs",
                        0,
                        0,
                        "passes over the training rows; 0 takes as many as make the number of updates in steps. The epoch with the"
                                + " smallest MMD between validation rows and samples is kept"),
                Option.integer("steps", 10_000, 1, "generator updates if epochs is 0"),
                Option.integer("discriminatorSteps", 1, 1, "discriminator updates before each generator update"));
    }

    @Override
    public Trainer<?> trainer(Options options) {
        return new GanTrainer(options);
    }

    @Override
    public GenerativeModel load(ModelState state) {
        return Gan.of(state);
    }
}
