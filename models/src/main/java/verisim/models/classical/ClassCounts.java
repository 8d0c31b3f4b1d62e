package verisim.models.classical;

import static verisim.core.Checks.require;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import verisim.core.data.Dataset;
import verisim.core.data.Labels;

/**
 * The training rows whose class is known, and how many there are of each. Rows without one are left out: what a model of (x, y) learns
 * from them alone would need an iterative fit.
 */
final class ClassCounts {
    private final Dataset known;
    private final int[] labels;
    private final int[] counts;
    private final int unlabelled;

    private ClassCounts(Dataset known, int[] labels, int classes, int unlabelled) {
        this.known = known;
        this.labels = labels;
        this.counts = new int[classes];
        this.unlabelled = unlabelled;
        for (int label : labels) {
            counts[label]++;
        }
    }

    /**
     * Counts.
     *
     * @param whyNot the message if {@code train} has no labels
     * @throws IllegalArgumentException if there are no labels, or all are missing
     */
    static ClassCounts of(Dataset train, String whyNot) {
        int[] labels = train.labels().orElseThrow(() -> new IllegalArgumentException(whyNot));
        int[] rows = IntStream.range(0, labels.length)
                .filter(r -> labels[r] != Labels.MISSING)
                .toArray();
        require(
                rows.length > 0,
                "the class of every row of '%s' is missing; give at least some rows a class",
                train.name());
        int[] known = Arrays.stream(rows).map(r -> labels[r]).toArray();
        int classes = Math.max(
                train.schema().labels().map(l -> l.classes().size()).orElse(0),
                Arrays.stream(known).max().orElseThrow() + 1);
        Dataset some = rows.length == labels.length ? train : train.select(rows);
        return new ClassCounts(some, known, classes, labels.length - rows.length);
    }

    /** Returns what is to be said of a model from which rows were left out. */
    static String warning(int unlabelled, int rows) {
        return String.format(
                Locale.ROOT, "%d of %d training rows were left out, because their class is missing", unlabelled, rows);
    }

    /** Returns the rows whose class is known. */
    Dataset known() {
        return known;
    }

    /** Returns the class of a known row. */
    int label(int row) {
        return labels[row];
    }

    /** Returns C, the number of classes that the labels' schema names. */
    int classes() {
        return counts.length;
    }

    /** Returns the number of rows of a class; 0 for one that is only named. */
    int count(int label) {
        return counts[label];
    }

    /** Returns the share of each class among the known rows. */
    double[] shares() {
        return Arrays.stream(counts)
                .mapToDouble(c -> c / (double) labels.length)
                .toArray();
    }

    /** Returns how many rows were left out. */
    int unlabelled() {
        return unlabelled;
    }
}
