package verisim.core.data;

import java.util.Arrays;

/**
 * Which rows of which file a data set holds.
 *
 * @param file SHA-256 of the file's bytes
 * @param rows number of each row in the file, from 1 and without header
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RowSource(String file, int[] rows) {
    /** Returns these rows, counted from 0, in this order. */
    RowSource select(int[] rowNumbers) {
        return new RowSource(file, Arrays.stream(rowNumbers).map(r -> rows[r]).toArray());
    }
}
