package verisim.reports.table;

import java.nio.file.Path;
import java.util.Optional;
import verisim.core.result.CellResult;
import verisim.core.result.Measurement;

/** One measurement and the cell it stands in. */
record Replicate(RunData run, CellResult cell, Measurement measurement) {
    /** Returns the file of the values of the test rows behind the measurement, if the cell has it. */
    Optional<Path> scores() {
        String file = cell.files().get("scores/" + measurement.metric());
        return file == null ? Optional.empty() : run.file(cell, file);
    }
}
