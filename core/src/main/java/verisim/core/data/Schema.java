package verisim.core.data;

import static verisim.core.Checks.require;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the columns of a data set are called and what their values stand for. Made once, from the training rows; kept with every model
 * and every data set of a run, so that other files are read in its terms.
 *
 * @param columns one for each feature, all of one kind
 * @param labels the classes, if the rows have labels
 */
public record Schema(List<Column> columns, Optional<Labels> labels) {
    public Schema {
        columns = List.copyOf(columns);
        require(!columns.isEmpty(), "a schema must have at least one column");
        DataKind kind = columns.get(0).kind();
        Map<String, Integer> numbers = new HashMap<>();
        for (int d = 0; d < columns.size(); d++) {
            Column column = columns.get(d);
            require(
                    column.kind() == kind,
                    "all columns must be of one kind, but column 1 is %s and %s is %s",
                    kind,
                    column.label(d),
                    column.kind());
            Integer other = column.name().isEmpty() ? null : numbers.put(column.name(), d);
            require(other == null, "columns %s and %d are both named '%s'", other, d + 1, column.name());
        }
    }

    /** Columns without names: REAL from 0, BINARY of 0 and 1, CATEGORICAL of {@code levels[d]} levels named 0, 1, …. */
    public static Schema unnamed(DataKind kind, int[] levels) {
        List<Column> out = new ArrayList<>();
        Map<Integer, Column> known = new HashMap<>();
        for (int count : levels) {
            out.add(known.computeIfAbsent(count, c -> switch (kind) {
                case REAL -> Column.real("", 0);
                case BINARY -> Column.binary("");
                case CATEGORICAL -> Column.categorical("", numbers(c));
            }));
        }
        return new Schema(out, Optional.empty());
    }

    /** Returns "0", "1", …, n of them. */
    static List<String> numbers(int n) {
        return IntStream.range(0, n).mapToObj(Integer::toString).toList();
    }

    public DataKind kind() {
        return columns.get(0).kind();
    }

    /** Returns D. */
    public int features() {
        return columns.size();
    }

    public Column column(int d) {
        return columns.get(d);
    }

    /** Returns the number of levels of column d; 0 if it is REAL. */
    public int levels(int d) {
        return columns.get(d).levels().size();
    }

    /** Returns the number of levels of each column. */
    public int[] levels() {
        return IntStream.range(0, features()).map(this::levels).toArray();
    }

    /** Returns whether the columns have names: then files are matched by name, else by place. */
    public boolean isNamed() {
        return columns.stream().noneMatch(c -> c.name().isEmpty());
    }

    /** Returns the names, or an empty list if the columns have none. */
    public List<String> names() {
        return isNamed() ? columns.stream().map(Column::name).toList() : List.of();
    }

    /** Returns how messages call column d, counted from 0. */
    public String label(int d) {
        return columns.get(d).label(d);
    }

    /** Returns the number of the column called {@code name}, if there is one. */
    public Optional<Integer> indexOf(String name) {
        for (int d = 0; d < columns.size(); d++) {
            if (!name.isEmpty() && columns.get(d).name().equals(name)) {
                return Optional.of(d);
            }
        }
        return Optional.empty();
    }

    /** Returns the origins of the columns. */
    public double[] origins() {
        return columns.stream().mapToDouble(Column::origin).toArray();
    }

    /** Returns whether no column was shifted. */
    public boolean isUnshifted() {
        return columns.stream().allMatch(c -> c.origin() == 0);
    }

    /** Returns the same columns with these labels. */
    public Schema withLabels(Labels newLabels) {
        return new Schema(columns, Optional.of(newLabels));
    }

    /** Returns the same columns under these names. */
    public Schema withNames(List<String> names) {
        require(names.size() == features(), "%d names came for %d columns", names.size(), features());
        List<Column> out = new ArrayList<>();
        for (int d = 0; d < names.size(); d++) {
            out.add(columns.get(d).named(names.get(d)));
        }
        return new Schema(Collections.unmodifiableList(out), labels);
    }
}
