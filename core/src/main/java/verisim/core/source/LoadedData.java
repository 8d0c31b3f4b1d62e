package verisim.core.source;

import java.util.List;
import java.util.Optional;
import verisim.core.data.DataSplits;
import verisim.core.model.GenerativeModel;

/**
 * Data and, for a synthetic set, the distribution it was drawn from.
 *
 * @param truth the exact distribution of the rows, if it is known
 * @param notices what was noticed while reading that a user should know, one sentence each
 */
public record LoadedData(DataSplits splits, Optional<GenerativeModel> truth, List<String> notices) {
    public LoadedData {
        notices = List.copyOf(notices);
    }

    /** Data of which nothing is to be said. */
    public LoadedData(DataSplits splits, Optional<GenerativeModel> truth) {
        this(splits, truth, List.of());
    }
}
