package verisim.models.nn;

import static verisim.core.Checks.require;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import verisim.core.model.Checkpoint;
import verisim.core.model.TrainingListener.Progress;

/** The entries of a training log so far, and their way into a checkpoint and back. */
public final class ProgressLog {
    private static final String VALUES = "log";
    private static final String NAMES = "log-names";

    private final List<Progress> entries = new ArrayList<>();

    /** Adds an entry; all have figures of the same names. */
    public void add(Progress progress) {
        entries.add(progress);
    }

    public List<Progress> entries() {
        return List.copyOf(entries);
    }

    /** Adds this log to the parts of a checkpoint. */
    public void save(Map<String, double[]> doubles, Map<String, String> texts) {
        doubles.put(VALUES, values());
        texts.put(NAMES, String.join("\n", names()));
    }

    private List<String> names() {
        return entries.isEmpty()
                ? List.of()
                : List.copyOf(entries.get(0).values().keySet());
    }

    /** The log row by row: epoch, step, figures. */
    private double[] values() {
        int width = 2 + names().size();
        double[] out = new double[entries.size() * width];
        int next = 0;
        for (Progress row : entries) {
            out[next++] = row.epoch();
            out[next++] = row.step();
            for (double value : row.values().values()) {
                out[next++] = value;
            }
        }
        return out;
    }

    /**
     * Takes over the log in a checkpoint.
     *
     * @param epochs the most epochs of the run
     */
    public void restore(Checkpoint checkpoint, int epochs) {
        String joined = checkpoint.text(NAMES);
        List<String> names = joined.isEmpty() ? List.of() : List.of(joined.split("\n", -1));
        double[] values = checkpoint.doubles(VALUES);
        int width = 2 + names.size();
        require(
                values.length % width == 0,
                "the log in the checkpoint has %d values in rows of %d",
                values.length,
                width);
        entries.clear();
        for (int from = 0; from < values.length; from += width) {
            Map<String, Double> figures = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                figures.put(names.get(i), values[from + 2 + i]);
            }
            entries.add(new Progress((int) values[from], epochs, (long) values[from + 1], figures));
        }
    }
}
