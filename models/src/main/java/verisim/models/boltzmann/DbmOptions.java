package verisim.models.boltzmann;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import verisim.core.option.Option;
import verisim.core.option.Options;

/**
 * How a deep Boltzmann machine is trained and sampled.
 *
 * @param hidden widths of the hidden layers, from the data upwards
 * @param training as an RBM between odd and even layers is trained
 */
record DbmOptions(
        List<Integer> hidden, DbmPretraining.Settings pretraining, MeanField.Settings meanField, RbmOptions training) {
    /** Of the options of an RBM, those that make no sense here: the chains are persistent, and sparsity is of one layer. */
    private static final Set<String> NOT_HERE = Set.of(
            "algorithm",
            "temperatures",
            "fastLearningRate",
            "fastDecay",
            "sparsityTarget",
            "sparsityCost",
            "sparsityDecay",
            "learningRate",
            "gibbsSteps",
            "patience");

    static final List<Option> OPTIONS = options();

    /** Returns all that training depends on as text: equal texts, equal training. */
    String trainingText() {
        return String.join(
                "; ", "hidden " + hidden, pretraining.toString(), meanField.toString(), training.trainingText());
    }

    private static List<Option> options() {
        List<Option> out = new ArrayList<>();
        out.add(Option.integers(
                "hidden",
                List.of(200, 100),
                1,
                "hidden units of each layer, from the data upwards; two or three layers"));
        out.addAll(DbmPretraining.Settings.OPTIONS);
        out.addAll(MeanField.Settings.OPTIONS);
        out.add(Option.integer("gibbsSteps", 5, 1, "block Gibbs steps of the persistent chains between two updates"));
        out.add(Option.positive("learningRate", 0.005, "step size at the start"));
        out.add(
                Option.integer(
                        "patience",
                        10,
                        1,
                        "epochs without a better validation score before training ends; the score is the mean-field bound, its log Z exact"
                                + " where enumeration is cheap, else estimated every aisEvery epochs; with aisEvery 0 the reconstruction error"));
        for (Option option : RbmOptions.OPTIONS) {
            if (!NOT_HERE.contains(option.name())) {
                out.add(option);
            }
        }
        return List.copyOf(out);
    }

    static DbmOptions of(Options o) {
        Map<String, Object> shared = new HashMap<>();
        for (Option option : RbmOptions.OPTIONS) {
            if (!NOT_HERE.contains(option.name())) {
                shared.put(option.name(), o.asMap().get(option.name()));
            }
        }
        for (String name : List.of("learningRate", "gibbsSteps", "patience")) {
            shared.put(name, o.asMap().get(name));
        }
        return new DbmOptions(
                o.integers("hidden"),
                DbmPretraining.Settings.of(o),
                MeanField.Settings.of(o),
                RbmOptions.of(Options.resolve(Dbm.NAME, RbmOptions.OPTIONS, shared)));
    }
}
