package verisim.core.data;

import static verisim.core.Checks.require;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import verisim.core.option.Names;

/**
 * Which columns of a file are used. Columns are called by their names or, as in messages, by numbers from 1.
 *
 * @param columns those to use, in this order; empty for all
 * @param drop those to leave out
 */
public record ColumnChoice(List<String> columns, List<String> drop) {
    /** All columns. */
    public static final ColumnChoice ALL = new ColumnChoice(List.of(), List.of());

    public ColumnChoice {
        columns = List.copyOf(columns);
        drop = List.copyOf(drop);
    }

    /**
     * Returns the file with the columns that are to be used. A first column without a name that counts the rows is left out, with a
     * notice, unless columns are chosen; one of different integers in order is pointed out, since it may number the rows.
     */
    public DataFile apply(DataFile file) {
        List<Integer> kept = new ArrayList<>();
        if (columns.isEmpty()) {
            IntStream.range(0, file.columns()).forEach(kept::add);
        } else {
            columns.forEach(c -> kept.add(find(file, c)));
        }
        List<String> notices = new ArrayList<>(file.notices());
        if (columns.isEmpty()
                && !file.columnNames().isEmpty()
                && file.columnNames().get(0).isEmpty()
                && counts(file, 0)
                && file.columns() > 1) {
            kept.remove(Integer.valueOf(0));
            notices.add(
                    file.name() + ": column 1 has no name and counts the rows; it is left out (header: and columns: say"
                            + " otherwise)");
        }
        drop.forEach(c -> kept.remove(Integer.valueOf(find(file, c))));
        require(!kept.isEmpty(), "%s: no column is left to use", file.name());
        for (int c : kept) {
            if (isId(file, c)) {
                notices.add(file.name() + ": " + file.label(c)
                        + " holds different integers in order, so it may number the rows; it is used as a feature, unless it"
                        + " is left out (drop: ["
                        + (file.columnNames().isEmpty()
                                ? c + 1
                                : file.columnNames().get(c)) + "])");
            }
        }
        return file.select(kept.stream().mapToInt(Integer::intValue).toArray()).withNotices(notices);
    }

    /** Returns the place of a column from 0. */
    static int find(DataFile file, String column) {
        int byName = file.columnNames().indexOf(column);
        if (byName >= 0) {
            return byName;
        }
        boolean number = column.matches("\\d{1,9}");
        int place = number ? Integer.parseInt(column) - 1 : -1;
        if (place >= 0 && place < file.columns()) {
            return place;
        }
        throw new IllegalArgumentException(file.name() + ": "
                + (file.columnNames().isEmpty()
                        ? "there is no column " + column + "; the columns have no names and are called 1 to "
                                + file.columns()
                        : Names.unknown("column", column, file.columnNames())));
    }

    private static boolean counts(DataFile file, int c) {
        double first = integer(file, 0, c);
        for (int r = 0; r < file.rows(); r++) {
            if (integer(file, r, c) != first + r) {
                return false;
            }
        }
        return true;
    }

    /** Integers that grow from row to row, ten of them at least and no wider apart than ten on average. */
    private static boolean isId(DataFile file, int c) {
        int n = file.rows();
        for (int r = 1; r < n; r++) {
            if (!(integer(file, r, c) > integer(file, r - 1, c))) {
                return false;
            }
        }
        return n >= 10 && integer(file, n - 1, c) - integer(file, 0, c) <= 10.0 * n;
    }

    /** Returns an integer, also one written in a column of words; NaN for anything else. */
    private static double integer(DataFile file, int r, int c) {
        if (file.words(c).isPresent()) {
            String text = file.text(r, c);
            return text.matches("[+-]?\\d{1,15}") ? Long.parseLong(text) : Double.NaN;
        }
        double v = file.value(r, c);
        return v == Math.rint(v) ? v : Double.NaN;
    }
}
