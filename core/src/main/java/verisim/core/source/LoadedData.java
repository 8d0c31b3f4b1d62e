package verisim.core.source;

import java.util.Optional;
import verisim.core.data.DataSplits;
import verisim.core.model.GenerativeModel;

/**
 * Data and, for a synthetic set, the distribution it was drawn from.
 *
 * @param truth the exact distribution of the rows, if it is known
 */
public record LoadedData(DataSplits splits, Optional<GenerativeModel> truth) {}
