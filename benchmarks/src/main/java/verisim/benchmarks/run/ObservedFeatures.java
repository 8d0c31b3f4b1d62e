package verisim.benchmarks.run;

import static verisim.core.Checks.require;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import verisim.core.data.ImageShape;
import verisim.core.data.Schema;
import verisim.core.option.Names;

/**
 * Which features of a row are given to a model that completes it, from words:
 *
 * <pre>{@code
 * first:392                                    the first 392 columns
 * 1-392,500                                    these columns; they count from 1
 * height,noise                                 these columns, by name
 * top-half, bottom-half, left-half, right-half of an image; an odd middle line is of the bottom, an odd middle column of the right
 * }</pre>
 */
public final class ObservedFeatures {
    /** The words, for help texts. */
    public static final String WORDS =
            "first:N, columns by name or such as 1-392,500 (they count from 1), or for images top-half,"
                    + " bottom-half, left-half, right-half";

    private static final Pattern FIRST = Pattern.compile("first:(\\d{1,9})");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");

    private ObservedFeatures() {}

    /**
     * Returns D values, true where a feature is given.
     *
     * @param words as above
     * @param schema the names of the D columns
     * @param shape of the images that the rows are, if they are
     * @throws IllegalArgumentException if {@code words} are none of the above or do not fit the rows
     */
    public static boolean[] parse(String words, Schema schema, Optional<ImageShape> shape) {
        int features = schema.features();
        String text = words.strip().toLowerCase(Locale.ROOT);
        boolean[] observed = new boolean[features];
        Matcher first = FIRST.matcher(text);
        if (first.matches()) {
            int n = Integer.parseInt(first.group(1));
            require(n <= features, "first:%d asks for more columns than there are: a row has %d", n, features);
            Arrays.fill(observed, 0, n, true);
        } else if (text.endsWith("-half") && schema.indexOf(words.strip()).isEmpty()) {
            half(text, observed, shape);
        } else {
            for (String part : words.strip().split(",", -1)) {
                Optional<Integer> named = schema.indexOf(part.strip());
                if (named.isPresent()) {
                    observed[named.get()] = true;
                } else {
                    range(part.strip(), words, schema, observed);
                }
            }
        }
        return observed;
    }

    private static void half(String text, boolean[] observed, Optional<ImageShape> shape) {
        ImageShape s = shape.orElseThrow(() -> new IllegalArgumentException(
                "'" + text + "' is for images, and these rows are none; give columns, such as first:"
                        + Math.max(1, observed.length / 2)));
        int middleLine = s.height() / 2;
        int middleColumn = s.width() / 2;
        for (int p = 0; p < observed.length; p++) {
            int line = p / s.width();
            int column = p % s.width();
            observed[p] = switch (text) {
                case "top-half" -> line < middleLine;
                case "bottom-half" -> line >= middleLine;
                case "left-half" -> column < middleColumn;
                case "right-half" -> column >= middleColumn;
                default -> throw unknown(text);
            };
        }
    }

    private static void range(String part, String words, Schema schema, boolean[] observed) {
        Matcher range = RANGE.matcher(part);
        if (!range.matches()) {
            throw schema.isNamed()
                    ? new IllegalArgumentException(Names.unknown("column", part, schema.names()) + "; or give " + WORDS)
                    : unknown(words);
        }
        int from = Integer.parseInt(range.group(1));
        int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
        require(
                from >= 1 && from <= to && to <= observed.length,
                "columns %s are not among 1 to %d, the columns of a row, in rising order",
                part,
                observed.length);
        Arrays.fill(observed, from - 1, to, true);
    }

    private static IllegalArgumentException unknown(String words) {
        return new IllegalArgumentException("observed features '" + words + "' are not understood; give " + WORDS);
    }
}
