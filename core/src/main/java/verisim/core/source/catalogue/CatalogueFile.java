package verisim.core.source.catalogue;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * One file of a data set.
 *
 * @param role what it holds: train, validation, test, rows, train-labels, test-labels
 * @param path below the data folder, without {@code .gz}
 * @param bytes length of the uncompressed content
 * @param sha256 of the uncompressed content
 * @param downloadSha256 of the gz file as downloaded, where that is one known file
 * @param addresses where it can be fetched, tried in this order; none if it cannot
 */
public record CatalogueFile(
        String role, String path, long bytes, String sha256, Optional<String> downloadSha256, List<URI> addresses) {
    public CatalogueFile {
        addresses = List.copyOf(addresses);
    }
}
