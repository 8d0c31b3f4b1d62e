package verisim.benchmarks.run;

import verisim.core.result.CellId;
import verisim.core.result.CellResult;

/** Hears how a run goes. Called from several threads. */
public interface RunObserver {
    /** The data sets are about to be loaded. */
    void preparing(String dataset);

    /** The plan stands: {@code total} cells, of which {@code finished} were there already. */
    void planned(int total, int finished);

    void started(CellId cell);

    void phase(CellId cell, String phase);

    void epoch(CellId cell, int epoch, int epochs);

    void finished(CellId cell, CellResult result);
}
