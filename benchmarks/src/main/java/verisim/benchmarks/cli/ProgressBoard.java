package verisim.benchmarks.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import verisim.benchmarks.run.RunObserver;
import verisim.core.result.CellId;
import verisim.core.result.CellResult;

/**
 * Draws the progress of a run on a terminal: one bar for the whole with the time still needed, one line for each cell at work.
 * Prints nothing where the output is not a terminal.
 */
final class ProgressBoard implements RunObserver, AutoCloseable {
    private static final int BAR = 30;
    private static final long REDRAW_NANOS = 200_000_000L;
    private static final String CLEAR_LINE = "\u001b[2K";

    private final PrintWriter out;
    private final boolean terminal;
    private final int jobs;
    private final Map<CellId, State> running = new LinkedHashMap<>();
    private int total;
    private int finishedBefore;
    private int finished;
    private int failed;
    private double finishedSeconds;
    private long lastDraw;
    private int drawnLines;

    /** What one cell is doing. */
    private static final class State {
        private final long start = System.nanoTime();
        private String phase = "starting";
        private int epoch;
        private int epochs;
        private long epochStart;
    }

    ProgressBoard(PrintWriter out, int jobs) {
        this(out, jobs, Boolean.getBoolean("verisim.terminal"));
    }

    ProgressBoard(PrintWriter out, int jobs, boolean terminal) {
        this.out = out;
        this.jobs = jobs;
        this.terminal = terminal;
    }

    @Override
    public synchronized void preparing(String dataset) {
        if (terminal) {
            erase();
            out.print("loading " + dataset + " …\r");
            out.flush();
        }
    }

    @Override
    public synchronized void planned(int totalCells, int finishedCells) {
        total = totalCells;
        finishedBefore = finishedCells;
        draw(true);
    }

    @Override
    public synchronized void started(CellId cell) {
        running.put(cell, new State());
        draw(true);
    }

    @Override
    public synchronized void phase(CellId cell, String phase) {
        State state = running.get(cell);
        if (state != null) {
            state.phase = phase;
            draw(false);
        }
    }

    @Override
    public synchronized void epoch(CellId cell, int epoch, int epochs) {
        State state = running.get(cell);
        if (state != null) {
            if (state.epoch == 0) {
                state.epochStart = System.nanoTime();
            }
            state.epoch = epoch;
            state.epochs = epochs;
            draw(false);
        }
    }

    @Override
    public synchronized void finished(CellId cell, CellResult result) {
        State state = running.remove(cell);
        finished++;
        failed += result.failure().isPresent() ? 1 : 0;
        finishedSeconds += state == null ? 0 : (System.nanoTime() - state.start) * 1e-9;
        draw(true);
    }

    /** Removes the bars. */
    @Override
    public synchronized void close() {
        if (terminal) {
            erase();
            out.flush();
        }
    }

    private void draw(boolean now) {
        if (!terminal || (!now && System.nanoTime() - lastDraw < REDRAW_NANOS)) {
            return;
        }
        lastDraw = System.nanoTime();
        erase();
        int done = finishedBefore + finished;
        out.println(bar(total == 0 ? 0 : (double) done / total) + " " + done + "/" + total + " cells"
                + (failed == 0 ? "" : ", " + failed + " failed") + ", " + eta());
        drawnLines = 1;
        for (Map.Entry<CellId, State> entry : running.entrySet()) {
            out.println("  " + line(entry.getKey(), entry.getValue()));
            drawnLines++;
        }
        out.flush();
    }

    private static String line(CellId cell, State state) {
        String name = String.format(Locale.ROOT, "%-40s", cell);
        if (state.phase.equals("fit") && state.epoch > 0) {
            double perEpoch = (System.nanoTime() - state.epochStart) * 1e-9 / Math.max(1, state.epoch - 1);
            String left = state.epoch < 2 ? "" : ", at most " + format(perEpoch * (state.epochs - state.epoch));
            return name + " " + bar((double) state.epoch / state.epochs) + " epoch " + state.epoch + "/" + state.epochs
                    + left;
        }
        return name + " " + state.phase;
    }

    private String eta() {
        if (finished == 0) {
            return "time left not known yet";
        }
        int left = total - finishedBefore - finished;
        return "about " + format(finishedSeconds / finished * left / jobs) + " left";
    }

    private static String bar(double fraction) {
        int full = (int) Math.round(BAR * Math.max(0, Math.min(1, fraction)));
        return "[" + "#".repeat(full) + ".".repeat(BAR - full) + "]";
    }

    private static String format(double seconds) {
        Duration d = Duration.ofSeconds(Math.round(seconds));
        if (d.toHours() > 0) {
            return d.toHours() + " h " + d.toMinutesPart() + " min";
        }
        return d.toMinutes() > 0 ? d.toMinutes() + " min " + d.toSecondsPart() + " s" : d.toSeconds() + " s";
    }

    private void erase() {
        if (drawnLines > 0) {
            out.print("\u001b[" + drawnLines + "A");
            out.print((CLEAR_LINE + "\n").repeat(drawnLines));
            out.print("\u001b[" + drawnLines + "A");
        } else {
            out.print("\r" + CLEAR_LINE);
        }
        drawnLines = 0;
    }
}
