package verisim.core.source;

import java.util.List;
import verisim.core.option.Option;

/** A named source of data, found by {@link java.util.ServiceLoader} through {@link DatasetProviders}. */
public interface DatasetProvider {
    /** Returns the name, lower case with hyphens or underscores: {@code ring-8}, {@code pumsb_star}. */
    String name();

    /** Returns what is known without loading anything: for {@code list}, {@code describe} and the report. */
    DatasetInfo info();

    /** Returns the options, such as sizes of the splits of a synthetic set or the binarisation of an image set. */
    List<Option> options();

    /**
     * Loads or draws the data.
     *
     * @throws DataUnavailableException if a file is missing or damaged; the message says how to get it
     */
    LoadedData load(DatasetRequest request);
}
