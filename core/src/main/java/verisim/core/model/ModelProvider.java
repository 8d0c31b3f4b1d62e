package verisim.core.model;

import java.util.List;
import java.util.Set;
import verisim.core.data.DataKind;
import verisim.core.option.Option;
import verisim.core.option.Options;

/**
 * A model as a plug-in, found by {@link java.util.ServiceLoader}: one line in {@code META-INF/services} makes it a name in
 * suites and on the command line.
 */
public interface ModelProvider {
    /** Returns the name: lower case words with hyphens, such as {@code gaussian-mixture}. */
    String name();

    /** Returns the family it is shown under: {@code classical, autoregressive, boltzmann, vae, gan} or the plug-in's own. */
    String family();

    /** Returns one line saying what the model is. */
    String description();

    /** Returns the source paper: authors (year), title, address. */
    String paper();

    /** Returns the kinds of data it can be fitted to. */
    Set<DataKind> accepts();

    /** Returns its hyperparameters, in the order they should be read. */
    List<Option> options();

    /**
     * Returns the version of the model's numbers, from 1: raised whenever the same hyperparameters, data and seed come to give other
     * numbers, so that results and checkpoints of before are not taken for those of now.
     */
    default int numbersVersion() {
        return 1;
    }

    /** Returns a trainer with these hyperparameters. */
    Trainer<?> trainer(Options options);

    /** Returns the model that was saved as {@code state}. */
    GenerativeModel load(ModelState state);
}
