package verisim.benchmarks.run;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.LoggerFactory;
import verisim.benchmarks.suite.Registries;
import verisim.benchmarks.suite.Suite;
import verisim.benchmarks.suite.SuiteReader;
import verisim.core.io.Checksums;
import verisim.core.result.CellId;
import verisim.core.result.RunFolder;

/**
 * The main class of a worker JVM, which does one piece of a run and exits. What it needs it reads from the run's folder; it
 * tells its parent how it goes by lines on standard output that begin with {@link #PREFIX}. It ends itself when its standard
 * input closes: when the parent is gone, so is its work.
 *
 * <pre>{@code
 * prepare RUN DATA_FOLDER DATASET
 * cell RUN DATA_FOLDER DATASET MODEL REPLICATE KEY
 * }</pre>
 */
public final class WorkerMain {
    /** Begins every line that is meant for the parent. */
    static final String PREFIX = "verisim:";

    private WorkerMain() {}

    /** Runs one piece of work. */
    public static void main(String[] arguments) {
        PrintStream protocol = Streamlined.claimStandardOutput();
        endWithParent();
        int code = 0;
        try {
            RunFolder run = new RunFolder(Path.of(arguments[1]));
            Path dataFolder = Path.of(arguments[2]);
            Registries registries = Registries.load();
            Checksums.checkIfKnown(run.root(), run.suiteFile().getFileName().toString());
            Suite suite = new SuiteReader(registries)
                    .parse(run.suiteFile().toString(), Files.readString(run.suiteFile()), Map.of());
            if (arguments[0].equals("prepare")) {
                DatasetPreparation.prepare(suite, arguments[3], run, dataFolder, registries);
            } else {
                CellId id = new CellId(arguments[3], arguments[4], Integer.parseInt(arguments[5]));
                Files.createDirectories(run.cellFolder(id));
                CellWork work = new CellWork(suite, id, arguments[6], run, dataFolder, registries, reporter(protocol));
                run.writeResult(work.run());
                work.cleanUp();
            }
        } catch (IOException | UncheckedIOException e) {
            code = fail(protocol, e);
        } catch (RuntimeException | Error e) {
            code = fail(protocol, e);
        }
        protocol.flush();
        // Not System.exit: nothing is left to do, and native thread pools need not be waited for.
        Runtime.getRuntime().halt(code);
    }

    private static int fail(PrintStream protocol, Throwable e) {
        LoggerFactory.getLogger(WorkerMain.class).error("worker failed", e);
        protocol.println(PREFIX + "error " + Failures.describe(e).replace('\n', ' '));
        return 1;
    }

    private static CellWork.Progress reporter(PrintStream protocol) {
        return new CellWork.Progress() {
            private long last;

            @Override
            public void phase(String name) {
                protocol.println(PREFIX + "phase " + name);
            }

            @Override
            public void epoch(int epoch, int epochs) {
                long now = System.nanoTime();
                if (now - last > 100_000_000L) {
                    last = now;
                    protocol.println(PREFIX + "epoch " + epoch + " " + epochs);
                }
            }
        };
    }

    private static void endWithParent() {
        Thread watcher = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // Nothing is sent; only the end matters.
                        }
                    } catch (IOException e) {
                        LoggerFactory.getLogger(WorkerMain.class).debug("standard input broke", e);
                    }
                    Runtime.getRuntime().halt(3);
                },
                "parent-watch");
        watcher.setDaemon(true);
        watcher.start();
    }

    /** The worker's standard output belongs to the protocol; what anything else prints there goes to standard error. */
    private static final class Streamlined {
        static PrintStream claimStandardOutput() {
            PrintStream out = new PrintStream(
                    new java.io.FileOutputStream(java.io.FileDescriptor.out),
                    true,
                    java.nio.charset.StandardCharsets.UTF_8);
            System.setOut(System.err);
            return out;
        }
    }
}
