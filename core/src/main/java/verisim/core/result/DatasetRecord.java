package verisim.core.result;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import verisim.core.data.DataKind;
import verisim.core.data.ImageShape;
import verisim.core.data.Schema;

/**
 * What a report needs to know of a data set; the content of {@code datasets/NAME/dataset.json}.
 *
 * @param sizes rows of each split by its label
 * @param hashes content hash of each split by its label
 * @param protocol binarisation and the like
 * @param box for 2-D data the region that is drawn: xmin, xmax, ymin, ymax
 * @param files by role, relative to {@code datasets/NAME}: {@code reference} (up to 2,000 test rows, evenly spaced, npy [n, D]),
 *     {@code density} (for 2-D data with a known density, npy [G, G] of log p: row i is y = ymin + (i + 0.5)(ymax - ymin)/G,
 *     column j likewise x), {@code truth-scores} (where the density is known, npy [n] of log p of each test row, nats)
 * @param schema names, levels and origins of the columns; empty in a record of an earlier program
 * @param notices what was noticed while reading that a user should know, one sentence each
 */
public record DatasetRecord(
        String name,
        DataKind kind,
        int features,
        String description,
        String licence,
        String citation,
        Map<String, Integer> sizes,
        Map<String, String> hashes,
        Map<String, String> protocol,
        Optional<ImageShape> imageShape,
        Optional<double[]> box,
        Map<String, String> files,
        Optional<Schema> schema,
        List<String> notices) {
    public DatasetRecord {
        schema = schema == null ? Optional.empty() : schema;
        notices = notices == null ? List.of() : List.copyOf(notices);
    }

    /** A record of data whose columns have no names and of which nothing is to be said. */
    public DatasetRecord(
            String name,
            DataKind kind,
            int features,
            String description,
            String licence,
            String citation,
            Map<String, Integer> sizes,
            Map<String, String> hashes,
            Map<String, String> protocol,
            Optional<ImageShape> imageShape,
            Optional<double[]> box,
            Map<String, String> files) {
        this(
                name,
                kind,
                features,
                description,
                licence,
                citation,
                sizes,
                hashes,
                protocol,
                imageShape,
                box,
                files,
                Optional.empty(),
                List.of());
    }
}
