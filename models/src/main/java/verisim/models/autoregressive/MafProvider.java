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

/** The plug-in {@code maf}. */
public final class MafProvider implements ModelProvider {
    @Override
    public String name() {
        return Maf.NAME;
    }

    @Override
    public String family() {
        return "autoregressive";
    }

    @Override
    public String description() {
        return "Masked autoregressive flow: a stack of invertible MADE layers over a simple base; exact density.";
    }

    @Override
    public String paper() {
        return "Papamakarios, Pavlakou, Murray (2017), Masked autoregressive flow for density estimation, "
                + "https://arxiv.org/abs/1705.07057";
    }

    @Override
    public Set<DataKind> accepts() {
        return Set.of(DataKind.REAL);
    }

    @Override
    public List<Option> options() {
        List<Option> out = new ArrayList<>();
        out.add(Option.integer("layers", 5, 1, "invertible layers, each with a network of its own"));
        out.add(Option.integers("hidden", List.of(100), 1, "units of each hidden layer of each network; [] for none"));
        out.addAll(MadeProvider.NETWORK);
        out.add(
                Option.choice(
                        "order",
                        List.of("reversed", "random"),
                        "order of the features: the first layer's as they stand and reversed from layer to layer, or drawn for each"));
        out.add(
                Option.bool(
                        "batchNorm",
                        false,
                        "batch normalisation after each layer; its noise in training blurs structure finer than a batch's mean is known"));
        out.add(
                Option.integer(
                        "components",
                        10,
                        0,
                        "normal distributions in each conditional of the base, a MADE with mixtures; 0 for a standard normal base"));
        out.add(Option.positive("scaleFloor", 0.001, "smallest standard deviation of such a distribution"));
        out.addAll(TrainingOptions.options(TrainingOptions.DEFAULT));
        return List.copyOf(out);
    }

    @Override
    public Trainer<Maf> trainer(Options options) {
        return new MafTrainer(new MafTrainer.MafOptions(
                options.integer("layers"),
                options.integers("hidden"),
                MadeProvider.activation(options),
                options.text("order").equals("random"),
                options.bool("batchNorm"),
                options.integer("components"),
                options.number("scaleFloor"),
                MadeProvider.initializer(options),
                TrainingOptions.of(options)));
    }

    @Override
    public GenerativeModel load(ModelState state) {
        return Maf.of(state);
    }
}
