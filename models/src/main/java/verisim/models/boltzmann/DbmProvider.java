package verisim.models.boltzmann;

import java.util.List;
import java.util.Set;
import verisim.core.data.DataKind;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelProvider;
import verisim.core.model.ModelState;
import verisim.core.model.Trainer;
import verisim.core.option.Option;
import verisim.core.option.Options;

/** The plug-in {@code dbm}. */
public final class DbmProvider implements ModelProvider {
    @Override
    public String name() {
        return Dbm.NAME;
    }

    @Override
    public String family() {
        return "boltzmann";
    }

    @Override
    public String description() {
        return "deep Boltzmann machine of two or three hidden layers: greedy pre-training, then mean field and persistent chains";
    }

    @Override
    public String paper() {
        return "Salakhutdinov and Hinton (2009), Deep Boltzmann machines, https://proceedings.mlr.press/v5/salakhutdinov09a.html;"
                + " Montavon and Müller (2012), Deep Boltzmann machines and the centering trick,"
                + " https://doi.org/10.1007/978-3-642-35289-8_33; Melchior, Fischer and Wiskott (2016), How to center deep Boltzmann"
                + " machines, https://jmlr.org/papers/v17/14-237.html";
    }

    @Override
    public Set<DataKind> accepts() {
        return Set.of(DataKind.BINARY);
    }

    @Override
    public List<Option> options() {
        return DbmOptions.OPTIONS;
    }

    @Override
    public int numbersVersion() {
        return 3; // since log Z in training is annealed over the odd layers
    }

    @Override
    public Trainer<?> trainer(Options options) {
        return new DbmTrainer(DbmOptions.of(options));
    }

    @Override
    public GenerativeModel load(ModelState state) {
        return Dbm.load(state);
    }
}
