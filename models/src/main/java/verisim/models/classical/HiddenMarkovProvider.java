package verisim.models.classical;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import verisim.core.data.DataKind;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelProvider;
import verisim.core.model.ModelState;
import verisim.core.model.Trainer;
import verisim.core.option.Option;
import verisim.core.option.Options;

/** The plug-in {@code hmm}. */
public final class HiddenMarkovProvider implements ModelProvider {
    static final String NAME = "hmm";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String family() {
        return "classical";
    }

    @Override
    public String description() {
        return "A hidden Markov model fitted by Baum-Welch; a row is a sequence.";
    }

    @Override
    public String paper() {
        return "Rabiner (1989), A tutorial on hidden Markov models and selected applications in speech recognition, "
                + "https://doi.org/10.1109/5.18626";
    }

    @Override
    public Set<DataKind> accepts() {
        return EnumSet.allOf(DataKind.class);
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.integer("states", 3, 1, "number of hidden states"),
                Option.integer(
                        "dimensions",
                        1,
                        1,
                        "values of one step: a row of D values is a sequence of D / dimensions steps"),
                Option.integer("restarts", 5, 1, "starts of Baum-Welch, of which the best on validation data is kept"),
                Option.integer("iterations", 500, 1, "most iterations from one start"),
                Option.number(
                        "tolerance",
                        1e-6,
                        0,
                        Double.POSITIVE_INFINITY,
                        "converged when an iteration raises the training log-likelihood by less, nats per example"),
                Option.integer(
                        "patience",
                        20,
                        1,
                        "a start ends after so many iterations without a better validation log-likelihood"),
                Option.number(
                        "smoothing",
                        0.1,
                        0,
                        Double.POSITIVE_INFINITY,
                        "imagined first states, transitions and (BINARY and CATEGORICAL data) values of every sort, added in"
                                + " each state; 0 is maximum likelihood"),
                Option.positive(
                        "varianceFloor",
                        1e-3,
                        "for REAL data: least variance of a value in a state, as a share of its variance over all steps"));
    }

    /** 2: moments of REAL values that no digits cancel in. */
    @Override
    public int numbersVersion() {
        return 2;
    }

    @Override
    public Trainer<HiddenMarkov> trainer(Options options) {
        return new HiddenMarkovTrainer(new HiddenMarkovOptions(
                options.integer("states"),
                options.integer("dimensions"),
                options.integer("restarts"),
                options.integer("iterations"),
                options.number("tolerance"),
                options.integer("patience"),
                options.number("smoothing"),
                options.number("varianceFloor")));
    }

    @Override
    public GenerativeModel load(ModelState state) {
        return HiddenMarkov.of(state);
    }
}
