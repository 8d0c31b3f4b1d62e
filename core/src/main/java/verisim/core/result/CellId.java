package verisim.core.result;

import java.nio.file.Path;

/**
 * The place of one cell in a run: one model fitted to one data set with one seed.
 *
 * @param dataset the data set's name in the suite
 * @param model the model's name in the suite (its {@code as} name where there is one)
 * @param replicate from 1
 */
public record CellId(String dataset, String model, int replicate) {
    /** Returns the folder of this cell below {@code cells/}. */
    public Path folder() {
        return Path.of(dataset, model, Integer.toString(replicate));
    }

    @Override
    public String toString() {
        return dataset + "/" + model + "/" + replicate;
    }
}
