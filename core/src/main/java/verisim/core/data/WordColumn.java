package verisim.core.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The different texts of one column, numbered as they come. */
final class WordColumn {
    private final Map<String, Integer> codes = new HashMap<>();
    private final List<String> texts = new ArrayList<>();

    int code(String text) {
        Integer code = codes.get(text);
        if (code == null) {
            code = texts.size();
            codes.put(text, code);
            texts.add(text);
        }
        return code;
    }

    /** Returns the texts by code. */
    List<String> texts() {
        return texts;
    }

    /** Returns a number as a file would have it: an integer without a decimal point. */
    static String ofNumber(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1L << 53
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
