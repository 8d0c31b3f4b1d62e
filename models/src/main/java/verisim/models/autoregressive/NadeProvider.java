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
import verisim.models.nn.TrainingOptions;

/** The plug-in {@code nade}. */
public final class NadeProvider implements ModelProvider {
    @Override
    public String name() {
        return Nade.NAME;
    }

    @Override
    public String family() {
        return "autoregressive";
    }

    @Override
    public String description() {
        return "Neural autoregressive estimator of one order of the features (RNADE for REAL data); exact likelihood.";
    }

    @Override
    public String paper() {
        return "Larochelle and Murray (2011), The neural autoregressive distribution estimator, "
                + "http://proceedings.mlr.press/v15/larochelle11a.html; REAL data: Uria, Murray, Larochelle (2013), RNADE, "
                + "https://arxiv.org/abs/1306.0186";
    }

    @Override
    public Set<DataKind> accepts() {
        return Set.of(DataKind.BINARY, DataKind.REAL);
    }

    @Override
    public List<Option> options() {
        List<Option> out = new ArrayList<>(List.of(
                Option.integer("hidden", 500, 1, "units of the hidden layer"),
                Option.choice("activation", List.of("relu", "sigmoid"), "nonlinearity of the hidden units"),
                Option.choice(
                        "order",
                        List.of("natural", "random"),
                        "whether features are drawn as they stand or in an order drawn from the seed"),
                Option.integer("components", 10, 1, "normal distributions in each conditional, for REAL data"),
                Option.positive(
                        "scaleFloor",
                        0.001,
                        "smallest standard deviation of such a distribution, in standard deviations of its feature; "
                                + "keeps the likelihood of repeated values bounded")));
        out.addAll(TrainingOptions.options(TrainingOptions.DEFAULT));
        return out;
    }

    @Override
    public Trainer<Nade> trainer(Options options) {
        return new NadeTrainer(
                new NadeTrainer.NadeOptions(
                        options.integer("hidden"),
                        Activation.Function.valueOf(options.text("activation").toUpperCase(Locale.ROOT)),
                        options.text("order").equals("random"),
                        options.integer("components"),
                        options.number("scaleFloor")),
                TrainingOptions.of(options));
    }

    @Override
    public GenerativeModel load(ModelState state) {
        return Nade.of(state);
    }
}
