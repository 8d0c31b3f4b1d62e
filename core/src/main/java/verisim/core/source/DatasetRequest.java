package verisim.core.source;

import java.nio.file.Path;
import verisim.core.option.Options;
import verisim.core.random.RandomStream;

/**
 * How a data set is wanted.
 *
 * @param options values of the provider's options
 * @param dataFolder where downloaded files are kept
 * @param random for drawing a synthetic set or a random binarisation; the same for every model of a suite
 */
public record DatasetRequest(Options options, Path dataFolder, RandomStream random) {}
