package verisim.benchmarks.run;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import verisim.core.model.TrainingListener;

/** Writes {@code training.csv} as training goes on, one line an epoch, and passes progress on. */
public final class TrainingLog implements TrainingListener, Closeable {
    private final BufferedWriter out;
    private final Consumer<Progress> next;
    private final long start = System.nanoTime();
    private List<String> names;
    private int lastEpoch;

    public TrainingLog(Path file, Consumer<Progress> next) {
        try {
            this.out = Files.newBufferedWriter(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
        this.next = next;
    }

    @Override
    public void onProgress(Progress progress) {
        try {
            if (names == null) {
                names = new ArrayList<>(progress.values().keySet());
                out.write("epoch,step,seconds");
                for (String name : names) {
                    out.write("," + name);
                }
                out.newLine();
            }
            out.write(String.format(
                    Locale.ROOT, "%d,%d,%.3f", progress.epoch(), progress.step(), (System.nanoTime() - start) * 1e-9));
            for (String name : names) {
                Double value = progress.values().get(name);
                out.write("," + (value == null ? "" : value.toString()));
            }
            out.newLine();
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the training log: " + e.getMessage(), e);
        }
        lastEpoch = progress.epoch();
        next.accept(progress);
    }

    int lastEpoch() {
        return lastEpoch;
    }

    /** Returns whether nothing was reported: the model is fitted in one go. */
    public boolean isEmpty() {
        return names == null;
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the training log: " + e.getMessage(), e);
        }
    }
}
