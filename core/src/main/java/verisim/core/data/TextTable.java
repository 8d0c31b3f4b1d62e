package verisim.core.data;

import static verisim.core.Checks.require;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Reads a table from text: csv with comma, semicolon, tab or spaces between columns, {@code .data} and {@code .amat}.
 *
 * <p>The separator is the first of tab, semicolon, comma, space that stands in the first line. Whether that line is a header is
 * told by {@link HeaderRule}. Empty lines and lines that begin with {@code #} are skipped. Fields may be quoted. Works on bytes, because
 * 40 million fields a file are common (binarized MNIST).
 */
final class TextTable {
    private static final int BLOCK = 1 << 16;

    private final InputStream in;
    private final String name;
    private final ReadOptions options;
    private final byte[] block = new byte[BLOCK];
    private int position;
    private int limit;

    private byte[] field = new byte[64];
    private int fieldLength;
    private boolean quoted;
    private int line = 1;
    private int separator = ',';

    private final NumberList values = new NumberList();
    private int rows;
    private int columns;
    private int labelColumn = -1;
    private List<String> first = List.of();
    private int firstLine;
    private boolean firstIsHeader;
    private boolean firstIsRow;
    private int[] featureOf; // column to its number among the features, -1 for the label
    private WordColumn[] words; // by feature; null while all of its fields are numbers
    private IllegalArgumentException[] refused; // by feature: what to say of its first word
    private final WordColumn labelWords = new WordColumn();
    private int[] labelCodes = new int[0];

    private TextTable(InputStream in, String name, ReadOptions options) {
        this.in = in;
        this.name = name;
        this.options = options;
    }

    /**
     * Reads a table.
     *
     * @throws IllegalArgumentException if a field is not a number and words are refused; the message says line, column and text
     */
    static DataFile read(InputStream in, String name, ReadOptions options) throws IOException {
        TextTable table = new TextTable(in, name, options);
        table.skipMark();
        table.skipLines(options.skip());
        table.readFirstLine();
        table.readRows();
        table.settleFirstLine();
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
        firstLine = line;
        while (!atEnd() && block[position] != '\n' && block[position] != '\r') {
            text = n == text.length ? Arrays.copyOf(text, 2 * n) : text;
            text[n++] = block[position++];
        }
        String shown = new String(text, 0, n, StandardCharsets.UTF_8);
        separator = separatorOf(shown);
        first = fieldsOf(Arrays.copyOf(text, n));
        columns = first.size();
        labelColumn = switch (options.label()) {
            case "none" -> -1;
            case "first" -> 0;
            case "last" -> columns - 1;
            default -> first.indexOf(options.label());
        };
        require(
                !options.labelByName() || (labelColumn >= 0 && options.header().orElse(true)),
                "%s has no column named '%s' for the labels; its first line is: %s",
                name,
                options.label(),
                shown);
        require(
                columns > (labelColumn < 0 ? 0 : 1),
                "%s has no columns beside that of the labels; its first line is: %s",
                name,
                shown);
        featureOf = new int[columns];
        int features = 0;
        for (int c = 0; c < columns; c++) {
            featureOf[c] = c == labelColumn ? -1 : features++;
        }
        words = new WordColumn[features];
        refused = new IllegalArgumentException[features];
        if (options.words() == ReadOptions.Words.ALWAYS) {
            Arrays.setAll(words, c -> new WordColumn());
        }
        firstIsHeader =
                options.labelByName() || options.header().orElse(first.stream().anyMatch(options.names()::contains));
        firstIsRow = !firstIsHeader
                && (!options.header().orElse(true) || (options.words() == ReadOptions.Words.REFUSED && !allNames()));
        endLine();
        if (firstIsRow) {
            addFirst();
        }
    }

    /** Returns whether no field, that of the label aside, is a number. */
    private boolean allNames() {
        for (int c = 0; c < columns; c++) {
            if (c != labelColumn && HeaderRule.isNumber(first.get(c), options)) {
                return false;
            }
        }
        return true;
    }

    private void addFirst() {
        int now = line;
        line = firstLine;
        for (int c = 0; c < columns; c++) {
            byte[] bytes = first.get(c).getBytes(StandardCharsets.UTF_8);
            fieldLength = bytes.length;
            field = bytes.length > field.length ? bytes : field;
            System.arraycopy(bytes, 0, field, 0, bytes.length);
            addField(c);
        }
        rows++;
        line = now;
    }

    /** Decides whether the first line is a header where that could not be told without the others; a row of values goes first. */
    private void settleFirstLine() {
        if (!firstIsHeader && !firstIsRow) {
            firstIsHeader = HeaderRule.isHeader(name, first, labelColumn, featureOf, words, values, rows, options);
            if (!firstIsHeader) {
                addFirst();
                values.rotate(words.length);
                if (labelColumn >= 0) {
                    int code = labelCodes[rows - 1];
                    System.arraycopy(labelCodes, 0, labelCodes, 1, rows - 1);
                    labelCodes[0] = code;
                }
            }
        } else if (firstIsRow && options.header().isEmpty()) {
            HeaderRule.refuseCounting(name, first, labelColumn, words.length, values, rows, options);
        }
        require(rows > 0, "%s holds a header but no rows", name);
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
        TextTable one = new TextTable(new java.io.ByteArrayInputStream(text), name, options);
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
            labelCodes[rows] = options.isMissing(text) ? Labels.MISSING : labelWords.code(tidy(text));
            return;
        }
        int feature = featureOf[column];
        if (words[feature] != null) {
            values.add(words[feature].code(fieldText()), name);
            return;
        }
        int digit = field[0] - '0';
        double value = fieldLength == 1 && digit >= 0 && digit <= 9 ? digit : number();
        if (Double.isNaN(value)
                || (options.words() == ReadOptions.Words.REFUSED && Math.abs(value) > Float.MAX_VALUE)) {
            IllegalArgumentException error = notANumber(column, value);
            if (options.words() == ReadOptions.Words.REFUSED) {
                throw error;
            }
            refused[feature] = error;
            words[feature] = new WordColumn();
            for (int r = 0; r < rows; r++) {
                int at = r * words.length + feature;
                values.set(at, words[feature].code(WordColumn.ofNumber(values.get(at))));
            }
            value = words[feature].code(fieldText());
        }
        values.add(value, name);
    }

    private double number() {
        if (options.decimal() == ',') {
            for (int i = 0; i < fieldLength; i++) {
                field[i] = field[i] == ',' ? (byte) '.' : field[i] == '.' ? (byte) ',' : field[i];
            }
        }
        return Decimal.parse(field, 0, trimmedLength());
    }

    /** A class written as {@code 7.0} is called 7. */
    private static String tidy(String text) {
        return text.matches("[+-]?\\d+\\.0*") ? text.substring(0, text.indexOf('.')) : text;
    }

    private IllegalArgumentException notANumber(int column, double value) {
        String text = fieldText();
        String shown = text.length() > 40 ? text.substring(0, 40) + "..." : text;
        String where = line == firstLine || !namesInFirst() ? "" : " (" + first.get(column) + ")";
        String found = text.isEmpty() ? "nothing" : "'" + shown + "'";
        String advice;
        if (options.isMissing(text)) {
            advice = "; fill in or remove rows with missing values";
        } else if (line == firstLine) {
            advice =
                    "; a header must have names only, and a column of labels must be declared (label: first, last or its name)";
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

    private boolean namesInFirst() {
        return firstIsHeader || allNames();
    }

    private DataFile result() {
        List<String> names = new ArrayList<>(firstIsHeader ? first : List.of());
        String labelName = "";
        if (labelColumn >= 0 && !names.isEmpty()) {
            labelName = names.remove(labelColumn);
        }
        DataFile.Parts parts = new DataFile.Parts(name, values.toArray(new int[] {rows, words.length}));
        parts.names = names;
        parts.lineOfFirstRow = firstIsHeader ? firstLine + 1 : firstLine;
        List<List<String>> texts = new ArrayList<>();
        for (WordColumn column : words) {
            texts.add(column == null ? null : column.texts());
        }
        parts.words = texts;
        parts.refused = refused;
        if (labelColumn >= 0) {
            parts.setLabels(labelName, labelWords.texts(), Arrays.copyOf(labelCodes, rows));
        }
        return new DataFile(parts);
    }
}
