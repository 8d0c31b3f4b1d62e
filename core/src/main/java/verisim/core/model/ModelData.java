package verisim.core.model;

import verisim.core.data.DataSplits;
import verisim.core.data.Schema;

/**
 * What a saved model knows of the data it was fitted to: {@code data.json} and {@code training-rows.npy} beside its arrays. Other files
 * are read in its terms, and test rows that were training rows are told.
 *
 * @param dataset name of the data set
 */
public record ModelData(String dataset, Schema schema, TrainingRows rows) {
    /** Returns what a model fitted to {@code data} knows of it. */
    public static ModelData of(DataSplits data) {
        return new ModelData(data.name(), data.schema(), TrainingRows.of(data));
    }
}
