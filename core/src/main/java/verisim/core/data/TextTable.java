package verisim.core.data;

import static verisim.core.Checks.require;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads numbers from text: csv with comma, semicolon, tab or spaces between columns, {@code .data} and {@code .amat}.
 *
 * <p>The separator is the first of tab, semicolon, comma, space that stands in the first line. The first line is a header if
 * none of its fields, that of the label aside, is a number. Empty lines and lines that begin with {@code #} are skipped.
 * Fields may be quoted. Works on bytes, because 40 million fields a file are common (binarized MNIST).
 */
final class TextTable {
    private static final int BLOCK = 1 << 16;

    private final InputStream in;
    private final String name;
    private final String label;
    private final byte[] block = new byte[BLOCK];
    private int position;
    private int limit;

    private byte[] field = new byte[64];
    private int fieldLength;
    private boolean quoted;
    private int line = 1;
    private int separator = ',';

    private float[] values = new float[1 << 12];
    private int count;
    private int rows;
    private int columns;
    private int labelColumn = -1;
    private List<String> header = List.of();
    private int[] labelCodes = new int[0];
    private final Map<String, Integer> labelNames = new LinkedHashMap<>();

    private TextTable(InputStream in, String name, String label) {
        this.in = in;
        this.name = name;
        this.label = label;
    }

    /**
     * Reads a table.
     *
     * @param label the column of labels: {@code none}, {@code first}, {@code last}, or its name in the header
     * @param skip lines to pass over first
     * @throws IllegalArgumentException if a field is not a number; the message says line, column and text
     */
    static DataFile read(InputStream in, String name, String label, int skip) throws IOException {
        TextTable table = new TextTable(in, name, label);
        table.skipMark();
        table.skipLines(skip);
        table.readFirstLine();
        table.readRows();
        return table.result();
    }

    /** Returns whether all is read; if not, {@code block[position]} is the next byte. */
    private boolean atEnd() throws IOException {
        if (position == limit) {
            limit = in.readNBytes(block, 0, BLOCK);
            position = 0;
        }
        return limit == 0;
    }

    /** Passes over the UTF-8 byte order mark, which spreadsheets put first. */
    private void skipMark() throws IOException {
        if (!atEnd() && limit >= 3 && block[0] == (byte) 0xef && block[1] == (byte) 0xbb && block[2] == (byte) 0xbf) {
            position = 3;
        }
    }

    private void skipLines(int skip) throws IOException {
        for (int i = 0; i < skip && !atEnd(); i++) {
            skipLine();
        }
    }

    private void skipLine() throws IOException {
        while (!atEnd() && block[position] != '\n' && block[position] != '\r') {
            position++;
        }
        endLine();
    }

    /** Passes over {@code \n}, {@code \r\n} or {@code \r}. */
    private void endLine() throws IOException {
        if (!atEnd()) {
            byte c = block[position++];
            if (c == '\r' && !atEnd() && block[position] == '\n') {
                position++;
            }
        }
        line++;
    }

    /** Moves to the next line with fields and returns whether there is one. */
    private boolean findLine() throws IOException {
        while (!atEnd()) {
            int c = block[position];
            if (c == '\n' || c == '\r') {
                endLine();
            } else if (c == '#') {
                skipLine();
            } else if (c == ' ' || (c == '\t' && separator == ' ')) {
                position++;
            } else {
                return true;
            }
        }
        return false;
    }

    private void readFirstLine() throws IOException {
        require(findLine(), "%s holds no rows", name);
        byte[] text = new byte[256];
        int n = 0;
        while (!atEnd() && block[position] != '\n' && block[position] != '\r') {
            text = n == text.length ? Arrays.copyOf(text, 2 * n) : text;
            text[n++] = block[position++];
        }
        String first = new String(text, 0, n, StandardCharsets.UTF_8);
        separator = separatorOf(first);
        List<String> fields = fieldsOf(Arrays.copyOf(text, n));
        columns = fields.size();
        labelColumn = switch (label) {
            case "none" -> -1;
            case "first" -> 0;
            case "last" -> columns - 1;
            default -> fields.indexOf(label);
        };
        boolean byName = !List.of("none", "first", "last").contains(label);
        boolean isHeader = byName || noNumbers(fields);
        require(
                !byName || labelColumn >= 0,
                "%s has no column named '%s' for the labels; its first line is: %s",
                name,
                label,
                first);
        require(
                columns > (labelColumn < 0 ? 0 : 1),
                "%s has no columns beside that of the labels; its first line is: %s",
                name,
                first);
        if (isHeader) {
            header = fields;
        } else {
            for (int c = 0; c < columns; c++) {
                byte[] bytes = fields.get(c).getBytes(StandardCharsets.UTF_8);
                fieldLength = bytes.length;
                field = bytes.length > field.length ? bytes : field;
                System.arraycopy(bytes, 0, field, 0, bytes.length);
                addField(c);
            }
            rows = 1;
        }
        endLine();
    }

    private boolean noNumbers(List<String> fields) {
        for (int c = 0; c < fields.size(); c++) {
            byte[] bytes = fields.get(c).getBytes(StandardCharsets.UTF_8);
            if (c != labelColumn && !Double.isNaN(Decimal.parse(bytes, 0, bytes.length))) {
                return false;
            }
        }
        return true;
    }

    private static int separatorOf(String firstLine) {
        String bare = firstLine.replaceAll("\"[^\"]*\"", "");
        for (char c : new char[] {'\t', ';', ','}) {
            if (bare.indexOf(c) >= 0) {
                return c;
            }
        }
        return bare.strip().indexOf(' ') >= 0 ? ' ' : ',';
    }

    private List<String> fieldsOf(byte[] text) throws IOException {
        TextTable one = new TextTable(new java.io.ByteArrayInputStream(text), name, label);
        one.separator = separator;
        one.line = line;
        List<String> fields = new ArrayList<>();
        boolean more = true;
        while (more) {
            more = one.readField();
            fields.add(one.fieldText());
        }
        return fields;
    }

    private void readRows() throws IOException {
        while (findLine()) {
            int column = 0;
            boolean more = true;
            while (more) {
                more = readField();
                if (column < columns) {
                    addField(column);
                }
                column++;
            }
            require(
                    column == columns,
                    "%s, line %d: expected %d columns as in the first line, but found %d",
                    name,
                    line,
                    columns,
                    column);
            rows++;
            endLine();
        }
        require(rows > 0, "%s holds a header but no rows", name);
    }

    /** Reads one field, stripped of blanks and quotes, and returns whether another one follows in this line. */
    private boolean readField() throws IOException {
        fieldLength = 0;
        quoted = false;
        while (position < limit || !atEnd()) {
            byte c = block[position];
            if (c == separator) {
                position++;
                if (c == ' ') {
                    while (!atEnd() && (block[position] == ' ' || block[position] == '\t')) {
                        position++;
                    }
                    if (atEnd() || block[position] == '\n' || block[position] == '\r') {
                        return false;
                    }
                }
                return true;
            }
            if (c == '\n' || c == '\r') {
                return false;
            }
            position++;
            if (c == '"' && fieldLength == 0 && !quoted) {
                readQuoted();
            } else if (fieldLength > 0 || c != ' ') {
                append(c);
            }
        }
        return false;
    }

    private void readQuoted() throws IOException {
        int start = line;
        quoted = true;
        while (true) {
            require(!atEnd(), "%s, line %d: a quoted field begins here and does not end", name, start);
            byte c = block[position++];
            if (c == '"') {
                if (atEnd() || block[position] != '"') {
                    return;
                }
                position++;
            }
            line += c == '\n' ? 1 : 0;
            append(c);
        }
    }

    private void append(byte c) {
        if (fieldLength == field.length) {
            field = Arrays.copyOf(field, 2 * fieldLength);
        }
        field[fieldLength++] = c;
    }

    private int trimmedLength() {
        int n = fieldLength;
        while (n > 0 && (field[n - 1] == ' ' || field[n - 1] == '\t')) {
            n--;
        }
        return n;
    }

    private String fieldText() {
        return new String(field, 0, trimmedLength(), StandardCharsets.UTF_8);
    }

    private void addField(int column) {
        if (column == labelColumn) {
            if (rows == labelCodes.length) {
                labelCodes = Arrays.copyOf(labelCodes, Math.max(1 << 10, 2 * rows));
            }
            String text = fieldText();
            require(
                    !text.isEmpty(),
                    "%s, line %d, column %d: expected a label, but found nothing",
                    name,
                    line,
                    column + 1);
            Integer code = labelNames.get(text);
            if (code == null) {
                code = labelNames.size();
                labelNames.put(text, code);
            }
            labelCodes[rows] = code;
            return;
        }
        int digit = field[0] - '0';
        double value = fieldLength == 1 && digit >= 0 && digit <= 9 ? digit : Decimal.parse(field, 0, trimmedLength());
        if (Double.isNaN(value) || Math.abs(value) > Float.MAX_VALUE) {
            throw notANumber(column, value);
        }
        if (count == values.length) {
            require(count < 1 << 30, "%s holds more than 2^30 values; split it or save fewer rows", name);
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = (float) value;
    }

    private IllegalArgumentException notANumber(int column, double value) {
        String text = fieldText();
        String shown = text.length() > 40 ? text.substring(0, 40) + "..." : text;
        String where = header.isEmpty() ? "" : " (" + header.get(column) + ")";
        String found = text.isEmpty() ? "nothing" : "'" + shown + "'";
        String advice;
        if (rows == 0 && header.isEmpty()) {
            advice =
                    "; a header must have names only, and a column of labels must be declared (label: first, last or its name)";
        } else if (text.isEmpty() || List.of("?", "na", "nan", "null").contains(text.toLowerCase(Locale.ROOT))) {
            advice = "; fill in or remove rows with missing values";
        } else if (Double.isNaN(value)) {
            advice = "; correct that field or, if the column holds labels, declare it (label: first, last or its name)";
        } else {
            advice = ", which is too large for a 32-bit float";
        }
        return new IllegalArgumentException(String.format(
                Locale.ROOT,
                "%s, line %d, column %d%s: expected a number, but found %s%s",
                name,
                line,
                column + 1,
                where,
                found,
                advice));
    }

    private DataFile result() {
        List<String> names = new ArrayList<>(header);
        if (labelColumn >= 0 && !names.isEmpty()) {
            names.remove(labelColumn);
        }
        int features = labelColumn < 0 ? columns : columns - 1;
        float[] exact = count == values.length ? values : Arrays.copyOf(values, count);
        return new DataFile(name, exact, rows, features, labelColumn < 0 ? null : labels(), names, null);
    }

    /** Integers stay as they are; other labels are numbered in alphabetical order. */
    private int[] labels() {
        List<String> sorted = labelNames.keySet().stream().sorted().toList();
        int[] numbers = new int[sorted.size()];
        boolean integers = sorted.stream().allMatch(text -> text.matches("[+-]?\\d{1,9}(\\.0*)?"));
        for (int k = 0; k < sorted.size(); k++) {
            String text = sorted.get(k);
            numbers[labelNames.get(text)] = integers ? (int) Double.parseDouble(text) : k;
        }
        int[] out = new int[rows];
        for (int i = 0; i < rows; i++) {
            out[i] = numbers[labelCodes[i]];
        }
        return out;
    }
}
