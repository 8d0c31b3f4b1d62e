package verisim.core.result;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the suite of a run came to; the content of {@code plan.json}. A cell belongs to the run if it is listed and has the key that is
 * listed: others are of an earlier suite in the same folder.
 *
 * @param suite its name
 * @param datasets by their names in the suite, in its order
 * @param cells sorted by data set, model and replicate
 */
public record RunPlan(String suite, List<String> datasets, List<Cell> cells) {
    /** A cell and the hash over all that decides its numbers. */
    public record Cell(CellId cell, String key) {}

    public RunPlan {
        datasets = List.copyOf(datasets);
        cells = List.copyOf(cells);
    }

    /** Returns the keys by cell, in the order of the plan. */
    public static RunPlan of(String suite, List<String> datasets, Map<CellId, String> keys) {
        Map<String, Cell> sorted = new TreeMap<>();
        keys.forEach((cell, key) -> sorted.put(
                String.format(java.util.Locale.ROOT, "%s/%s/%09d", cell.dataset(), cell.model(), cell.replicate()),
                new Cell(cell, key)));
        return new RunPlan(suite, datasets, List.copyOf(sorted.values()));
    }

    /** Returns the plan of a run that is not planned yet. */
    public static RunPlan unknownYet(String suite) {
        return new RunPlan(suite, List.of(), List.of());
    }
}
