package verisim.models.boltzmann;

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

/** The plug-in {@code categorical-rbm}. */
public final class CategoricalRbmProvider implements ModelProvider {
    @Override
    public String name() {
        return CategoricalRbm.NAME;
    }

    @Override
    public String family() {
        return "boltzmann";
    }

    @Override
    public String description() {
        return "restricted Boltzmann machine with categorical visible units and binary hidden ones";
    }

    @Override
    public String paper() {
        return "Salakhutdinov, Mnih and Hinton (2007), Restricted Boltzmann machines for collaborative filtering,"
                + " https://doi.org/10.1145/1273496.1273596; Tieleman (2008), Training restricted Boltzmann machines using"
                + " approximations to the likelihood gradient, https://doi.org/10.1145/1390156.1390290";
    }

    @Override
    public Set<DataKind> accepts() {
        return Set.of(DataKind.CATEGORICAL);
    }

    @Override
    public List<Option> options() {
        List<Option> options = new ArrayList<>();
        options.add(Option.integer("hidden", 100, 1, "number of hidden units"));
        options.addAll(RbmOptions.OPTIONS);
        return options;
    }

    @Override
    public int numbersVersion() {
        return 2; // since every column has its own number of levels
    }

    @Override
    public Trainer<?> trainer(Options options) {
        return new CategoricalRbmTrainer(options.integer("hidden"), RbmOptions.of(options));
    }

    @Override
    public GenerativeModel load(ModelState state) {
        return CategoricalRbm.load(state);
    }
}
