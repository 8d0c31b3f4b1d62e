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

/** The plug-in {@code rbm}. */
public final class RbmProvider implements ModelProvider {
    @Override
    public String name() {
        return Rbm.NAME;
    }

    @Override
    public String family() {
        return "boltzmann";
    }

    @Override
    public String description() {
        return "restricted Boltzmann machine with binary units, trained by centred gradients with persistent chains, contrastive divergence, tempering or exactly";
    }

    @Override
    public String paper() {
        return "Hinton (2002), Training products of experts by minimizing contrastive divergence,"
                + " https://doi.org/10.1162/089976602760128018; Tieleman (2008), Training restricted Boltzmann machines using"
                + " approximations to the likelihood gradient, https://doi.org/10.1145/1390156.1390290; Melchior, Fischer and Wiskott (2016),"
                + " How to center deep Boltzmann machines, https://jmlr.org/papers/v17/14-237.html";
    }

    @Override
    public Set<DataKind> accepts() {
        return Set.of(DataKind.BINARY);
    }

    @Override
    public List<Option> options() {
        List<Option> options = new ArrayList<>();
        options.add(Option.integer("hidden", 100, 1, "number of hidden units"));
        options.addAll(RbmOptions.OPTIONS);
        return options;
    }

    @Override
    public Trainer<?> trainer(Options options) {
        return new RbmTrainer(options.integer("hidden"), RbmOptions.of(options));
    }

    @Override
    public GenerativeModel load(ModelState state) {
        return Rbm.load(state, "");
    }
}
