package verisim.core.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import verisim.core.data.DataKind;
import verisim.core.data.DataSplits;
import verisim.core.data.Dataset;

/**
 * Which rows a model was trained on, so that it can be told when they come back as test rows. A row is known by its place in its file, and
 * by a 64-bit fingerprint of its values in the model's terms.
 *
 * @param contentHash {@link Dataset#contentHash} of the training rows
 * @param file SHA-256 of the file they came from; empty if they did not come from one file
 * @param fileRows number of each in that file; empty with {@code file}
 * @param fingerprints of each row
 * @param usualRepeats share of the validation rows that equal a training row: what is usual for this data
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TrainingRows(
        String contentHash, Optional<String> file, int[] fileRows, long[] fingerprints, double usualRepeats) {
    /** Beyond this many standard errors more repeats than usual are told. */
    private static final double ERRORS = 4;

    /** Returns the training rows of {@code data}. */
    public static TrainingRows of(DataSplits data) {
        Dataset train = data.train();
        long[] fingerprints = fingerprints(train);
        return new TrainingRows(
                train.contentHash(),
                train.source().map(s -> s.file()),
                train.source().map(s -> s.rows()).orElse(new int[0]),
                fingerprints,
                repeats(fingerprints, data.validation())
                        / (double) data.validation().size());
    }

    /** Returns what is to be said of these test rows if training rows are among them, or more equal ones than usual. */
    public Optional<String> warning(Dataset test) {
        int same = 0;
        if (file.isPresent()
                && test.source().map(s -> s.file().equals(file.get())).orElse(false)) {
            int[] rows = fileRows.clone();
            Arrays.sort(rows);
            for (int row : test.source().orElseThrow().rows()) {
                same += Arrays.binarySearch(rows, row) >= 0 ? 1 : 0;
            }
            if (same == 0) {
                return Optional.empty();
            }
            return Optional.of(
                    same + " of " + test.size() + " test rows are training rows of this model (the same rows of"
                            + " the same file): the number says how well it remembers, not how well it predicts");
        }
        int equal = repeats(fingerprints, test);
        double n = test.size();
        double usual = isDistinct(test.kind()) ? 0 : usualRepeats;
        double error = Math.sqrt(Math.max(usual * (1 - usual), 1 / n) / n);
        boolean many = isDistinct(test.kind()) ? equal > 0 : equal / n > usual + ERRORS * error;
        if (!many) {
            return Optional.empty();
        }
        return Optional.of(equal + " of " + test.size() + " test rows equal a training row of this model"
                + (usual > 0
                        ? String.format(java.util.Locale.ROOT, " (usual for this data: %.0f %%)", 100 * usual)
                        : "")
                + ": the number may say how well it remembers, not how well it predicts");
    }

    /** Rows of real numbers that never repeat: a single test row that equals one was copied. */
    private boolean isDistinct(DataKind kind) {
        return kind == DataKind.REAL
                && usualRepeats == 0
                && Arrays.stream(fingerprints).distinct().count() == fingerprints.length;
    }

    private static int repeats(long[] fingerprints, Dataset rows) {
        Map<Long, Boolean> known = new HashMap<>();
        for (long f : fingerprints) {
            known.put(f, true);
        }
        int out = 0;
        for (long f : fingerprints(rows)) {
            out += known.containsKey(f) ? 1 : 0;
        }
        return out;
    }

    private static long[] fingerprints(Dataset set) {
        long[] out = new long[set.size()];
        for (int r = 0; r < out.length; r++) {
            long h = 0x9e3779b97f4a7c15L;
            for (int c = 0; c < set.features(); c++) {
                // Adding 0 makes -0 and 0 one value.
                h = (h ^ Float.floatToIntBits(set.value(r, c) + 0f)) * 0xff51afd7ed558ccdL;
                h ^= h >>> 32;
            }
            out[r] = h;
        }
        return out;
    }

    /** Returns the fingerprints, and the rows of the file where there are such, as an INT array [n, 2 or 3]. */
    INDArray toArray() {
        int columns = file.isPresent() ? 3 : 2;
        int[] out = new int[fingerprints.length * columns];
        for (int i = 0; i < fingerprints.length; i++) {
            out[i * columns] = (int) (fingerprints[i] >>> 32);
            out[i * columns + 1] = (int) fingerprints[i];
            if (columns == 3) {
                out[i * columns + 2] = fileRows[i];
            }
        }
        return Nd4j.createFromArray(out).reshape('c', fingerprints.length, columns);
    }

    /** Returns these rows with what {@link #toArray} holds. */
    static TrainingRows of(String contentHash, Optional<String> file, double usualRepeats, INDArray array) {
        int columns = (int) array.size(1);
        double[] values = verisim.core.math.Arrays2d.toDoubles(array);
        long[] fingerprints = new long[values.length / columns];
        int[] rows = new int[columns == 3 ? fingerprints.length : 0];
        for (int i = 0; i < fingerprints.length; i++) {
            fingerprints[i] = (long) values[i * columns] << 32 | ((long) values[i * columns + 1] & 0xffffffffL);
            if (columns == 3) {
                rows[i] = (int) values[i * columns + 2];
            }
        }
        return new TrainingRows(contentHash, file, rows, fingerprints, usualRepeats);
    }
}
