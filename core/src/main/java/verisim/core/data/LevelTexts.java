package verisim.core.data;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The levels of a column or the classes of labels, from the texts that training rows hold. */
final class LevelTexts {
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,18}");

    private LevelTexts() {}

    /** Returns the texts without repetition: by number if all are integers, else alphabetically. */
    static List<String> sorted(Iterable<String> texts) {
        Set<String> seen = new HashSet<>();
        texts.forEach(seen::add);
        List<String> out = new ArrayList<>(seen);
        boolean integers = out.stream().allMatch(t -> INTEGER.matcher(t).matches());
        Comparator<String> alphabetical = Comparator.naturalOrder();
        out.sort(
                integers
                        ? Comparator.<String, BigInteger>comparing(BigInteger::new)
                                .thenComparing(alphabetical)
                        : alphabetical);
        return out;
    }

    /**
     * Returns the levels of a column: the texts sorted, and if they are integers of which at least half of those between the smallest and
     * the largest occur, the others between them too: they are codes, and a rare one was not met.
     */
    static List<String> of(Iterable<String> texts) {
        List<String> seen = sorted(texts);
        if (seen.isEmpty() || !seen.stream().allMatch(t -> t.matches("0|-?[1-9]\\d{0,8}"))) {
            return seen;
        }
        long from = Long.parseLong(seen.get(0));
        long to = Long.parseLong(seen.get(seen.size() - 1));
        if (to - from + 1 > 2L * seen.size()) {
            return seen;
        }
        List<String> out = new ArrayList<>();
        for (long v = from; v <= to; v++) {
            out.add(Long.toString(v));
        }
        return out;
    }
}
