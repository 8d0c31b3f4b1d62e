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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import verisim.core.io.OrderedMaps;
import verisim.core.model.TrainingListener;

/**
 * Writes {@code training.csv} as training goes on, one line an epoch, and passes progress on. If training goes on from a checkpoint,
 * the file is written anew and whole: the lines up to there come with the times that the file of the earlier part has, and the
 * clock goes on from the last of them.
 */
public final class TrainingLog implements TrainingListener, Closeable {
    private static final Pattern SECONDS = Pattern.compile("\\d+,\\d+,(\\d+\\.\\d+)(,.*)?");

    private final Path file;
    private final Consumer<Progress> next;
    private final List<Double> earlier;
    private long start = System.nanoTime();
    private double secondsBefore;
    private int resumed;
    private BufferedWriter out;
    private List<String> names;
    private int lastEpoch;

    /**
     * @param file is there already if training was interrupted; else it is made with the first line
     */
    public TrainingLog(Path file, Consumer<Progress> next) {
        this.file = file;
        this.next = next;
        this.earlier = readSeconds(file);
    }

    @Override
    public void onProgress(Progress progress) {
        write(progress, seconds());
        next.accept(progress);
    }

    @Override
    public void onResumed(List<Progress> rows) {
        for (Progress row : rows) {
            if (resumed < earlier.size()) {
                secondsBefore = earlier.get(resumed);
            }
            resumed++;
            write(row, secondsBefore);
        }
        start = System.nanoTime();
        if (!rows.isEmpty()) {
            next.accept(rows.get(rows.size() - 1));
        }
    }

    /** Returns the time of training so far, with that before an interruption, which counts up to the checkpoint. */
    public double seconds() {
        return secondsBefore + (System.nanoTime() - start) * 1e-9;
    }

    /** Returns the part of {@link #seconds} that was spent before the interruption; 0 if there was none. */
    double secondsBefore() {
        return secondsBefore;
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
            if (out != null) {
                out.close();
            }
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private void write(Progress progress, double seconds) {
        try {
            if (out == null) {
                out = Files.newBufferedWriter(file);
                names = new ArrayList<>(OrderedMaps.of(progress.values()).keySet());
                out.write("epoch,step,seconds");
                for (String name : names) {
                    out.write("," + name);
                }
                out.newLine();
            }
            out.write(String.format(Locale.ROOT, "%d,%d,%.3f", progress.epoch(), progress.step(), seconds));
            for (String name : names) {
                Double value = progress.values().get(name);
                out.write("," + (value == null ? "" : value.toString()));
            }
            out.newLine();
            out.flush();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
        lastEpoch = progress.epoch();
    }

    private static List<Double> readSeconds(Path file) {
        List<Double> seconds = new ArrayList<>();
        if (Files.exists(file)) {
            try {
                for (String line : Files.readAllLines(file)) {
                    Matcher matcher = SECONDS.matcher(line);
                    if (matcher.matches()) {
                        seconds.add(Double.valueOf(matcher.group(1)));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
            }
        }
        return seconds;
    }

    private UncheckedIOException cannotWrite(IOException e) {
        return new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
}
