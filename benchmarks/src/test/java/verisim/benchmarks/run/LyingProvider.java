package verisim.benchmarks.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelProvider;
import verisim.core.model.ModelRegistry;
import verisim.core.model.ModelState;
import verisim.core.model.TractableDensity;
import verisim.core.model.Trainer;
import verisim.core.model.TrainingContext;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.testkit.LyingModel;
import verisim.core.testkit.LyingModel.Lie;

/** The plug-in of {@link LyingModel}: a Gaussian that breaks one promise. On the class path of tests that ask for it only. */
public final class LyingProvider implements ModelProvider {
    static final String NAME = "liar";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String family() {
        return "plug-in";
    }

    @Override
    public String description() {
        return "a Gaussian that breaks one promise";
    }

    @Override
    public String paper() {
        return "none";
    }

    @Override
    public Set<DataKind> accepts() {
        return Set.of(DataKind.REAL);
    }

    @Override
    public List<Option> options() {
        return List.of(Option.choice(
                "lie", Stream.of(Lie.values()).map(LyingProvider::word).toList(), "what is broken"));
    }

    static String word(Lie lie) {
        return lie.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public Trainer<?> trainer(Options options) {
        String lie = options.text("lie");
        return new Trainer<LyingModel>(NAME, accepts()) {
            @Override
            protected LyingModel train(Dataset train, Dataset validation, TrainingContext context) {
                return lying(ModelRegistry.load().trainer("gaussian", Map.of()).fit(train, validation, context), lie);
            }
        };
    }

    @Override
    public GenerativeModel load(ModelState state) {
        return lying(
                ModelRegistry.load().get("gaussian").load(new ModelState("gaussian", state.settings(), state.arrays())),
                (String) state.settings().get("lie"));
    }

    private static LyingModel lying(GenerativeModel sound, String lie) {
        return new LyingModel(
                (TractableDensity) sound,
                Lie.valueOf(lie.toUpperCase(Locale.ROOT).replace('-', '_')),
                state -> {
                    Map<String, Object> settings = new LinkedHashMap<>(state.settings());
                    settings.put("lie", lie);
                    return new ModelState(NAME, settings, state.arrays());
                });
    }
}
