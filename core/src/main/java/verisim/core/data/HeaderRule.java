package verisim.core.data;

import static verisim.core.Checks.require;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Whether the first line of a table holds names or values.
 *
 * <p>It is a header if none of its fields is a number and they differ from what stands below; it holds values if each of its fields is of
 * the sort of its column, number or word. What could be either (numbers that count the columns, as pandas writes by default; missing
 * marks; a name over numbers beside a number; words that occur again below) is an error that asks for {@code header:}.
 */
final class HeaderRule {
    private HeaderRule() {}

    static boolean isNumber(String text, ReadOptions options) {
        String plain = options.decimal() == ',' ? text.replace(',', '.') : text;
        byte[] bytes = plain.getBytes(StandardCharsets.UTF_8);
        return !Double.isNaN(Decimal.parse(bytes, 0, bytes.length));
    }

    /**
     * Decides with all other lines read.
     *
     * @param featureOf number of each column among the features, -1 for the label
     * @param words texts of each feature that is one of words, else null
     * @param values of the other lines
     */
    static boolean isHeader(
            String name,
            List<String> first,
            int labelColumn,
            int[] featureOf,
            WordColumn[] words,
            NumberList values,
            int rows,
            ReadOptions options) {
        int numbers = 0;
        int missing = 0;
        int misfits = 0; // a word over a column of numbers
        int again = 0; // a word that its column holds below
        int names = 0;
        for (int c = 0; c < first.size(); c++) {
            if (c == labelColumn) {
                continue;
            }
            String text = first.get(c);
            WordColumn column = words[featureOf[c]];
            if (isNumber(text, options)) {
                numbers++;
            } else if (options.isMissing(text) && !text.isEmpty()) {
                missing++;
            } else {
                names++;
                boolean isWords = column != null
                        && rows > 0
                        && column.texts().stream().anyMatch(t -> !isNumber(t, options) && !options.isMissing(t));
                misfits += isWords ? 0 : 1;
                again += isWords && column.texts().contains(text) ? 1 : 0;
            }
        }
        require(
                missing == 0 || numbers > 0 || names == 0,
                ask(name, first, "it has marks of missing values among its words"));
        if (numbers == 0 && missing == 0) {
            require(again == 0 || misfits > 0, ask(name, first, "its words occur again below"));
            return true;
        }
        require(numbers > 0 || names > 0, ask(name, first, "it holds marks of missing values only"));
        refuseCounting(name, first, labelColumn, words.length, values, rows, options);
        require(misfits == 0, ask(name, first, "it has words over columns of numbers beside numbers"));
        return false;
    }

    /** Refuses numbers that count the columns: a header as pandas writes it by default, or values. */
    static void refuseCounting(
            String name,
            List<String> first,
            int labelColumn,
            int features,
            NumberList values,
            int rows,
            ReadOptions options) {
        int from = !first.isEmpty() && first.get(0).isEmpty() ? 1 : 0;
        int fields = first.size() - from;
        boolean counts = fields > 0;
        String start = fields > 0 ? first.get(from) : "";
        int offset = start.equals("1") ? 1 : 0;
        for (int c = from; c < first.size(); c++) {
            boolean named = c == labelColumn && !isNumber(first.get(c), options);
            fields -= named ? 1 : 0;
            counts &= named || first.get(c).equals(Integer.toString(c - from + offset));
        }
        boolean whole = from == 0;
        for (int i = 0; whole && i < values.count(); i++) {
            whole = values.get(i) == Math.rint(values.get(i));
        }
        // Two or fewer integers above integers are values more often than names.
        require(
                !counts || (fields < 3 && whole),
                ask(name, first, "it counts the columns, so it may be names or values"));
    }

    private static String ask(String name, List<String> first, String why) {
        String shown = String.join(", ", first.size() > 8 ? first.subList(0, 8) : first);
        return (name + ": whether its first line is a header cannot be told: " + why + " (" + shown
                        + (first.size() > 8 ? ", …" : "") + "); say header: true or header: false")
                .replace("%", "%%");
    }
}
