package verisim.core.data;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a file is read.
 *
 * @param label the column of labels: {@code none}, {@code first}, {@code last}, or its name in the header
 * @param header whether the first line of a text file holds names; if empty, that is seen from the file, or asked for in an error
 * @param skip lines of a text file to pass over first
 * @param decimal the decimal mark of a text file: a point or a comma
 * @param missing texts that stand for a missing value, in any case of letters
 * @param words how fields that are no numbers are taken
 * @param names of the columns, where they are known: a first line that has one of them is a header
 */
public record ReadOptions(
        String label,
        Optional<Boolean> header,
        int skip,
        char decimal,
        List<String> missing,
        Words words,
        List<String> names) {
    /** What usually stands for a missing value. */
    public static final List<String> MISSING = List.of("", "?", "na", "n/a", "nan", "null");

    /** Values only, no words. */
    public static final ReadOptions DEFAULT =
            new ReadOptions("none", Optional.empty(), 0, '.', MISSING, Words.REFUSED, List.of());

    /** How fields that are no numbers are taken. */
    public enum Words {
        /** They are errors. */
        REFUSED,
        /** A column that has one is a column of words. */
        ALLOWED,
        /** Every column is one of words, so that {@code 007} stays as it is. */
        ALWAYS
    }

    public ReadOptions {
        missing = missing.stream().map(m -> m.toLowerCase(Locale.ROOT)).toList();
    }

    public ReadOptions withLabel(String newLabel) {
        return new ReadOptions(newLabel, header, skip, decimal, missing, words, names);
    }

    public ReadOptions withSkip(int lines) {
        return new ReadOptions(label, header, lines, decimal, missing, words, names);
    }

    public ReadOptions withWords(Words newWords) {
        return new ReadOptions(label, header, skip, decimal, missing, newWords, names);
    }

    public ReadOptions withHeader(Optional<Boolean> newHeader) {
        return new ReadOptions(label, newHeader, skip, decimal, missing, words, names);
    }

    public ReadOptions withNames(List<String> newNames) {
        return new ReadOptions(label, header, skip, decimal, missing, words, newNames);
    }

    /** Returns whether the label is given by a name in the header. */
    boolean labelByName() {
        return !List.of("none", "first", "last").contains(label);
    }

    /** Returns whether {@code text} stands for a missing value. */
    boolean isMissing(String text) {
        return missing.contains(text.toLowerCase(Locale.ROOT));
    }
}
