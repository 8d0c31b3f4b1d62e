package verisim.core.result;

import java.util.Map;

/**
 * Enough to run a cell again.
 *
 * @param provider name of the model provider
 * @param options every option with its value
 * @param datasetOptions every option of the data set with its value
 * @param dataHashes content hash of each split by its label
 * @param seedPath path of the cell's random stream
 * @param threads threads of matrix products
 * @param versions of Verisim, Java and the numeric libraries
 */
public record Provenance(
        String provider,
        Map<String, Object> options,
        Map<String, Object> datasetOptions,
        Map<String, String> dataHashes,
        String seedPath,
        int threads,
        Map<String, String> versions) {}
