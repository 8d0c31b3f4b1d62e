package verisim.benchmarks.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import verisim.benchmarks.store.CheckpointPlace;
import verisim.benchmarks.suite.Suite.Limits;
import verisim.core.math.Parallel;

/** Starts a worker JVM, listens to it, and ends it if it takes too long. */
final class Worker {
    private Worker() {}

    /**
     * How a worker ended.
     *
     * @param error what to tell of it, if it did not end well
     * @param phase the last phase it reported
     */
    record End(Optional<String> error, String phase) {}

    /**
     * Runs {@link WorkerMain} with these arguments and waits for its end.
     *
     * @param parallelThreads most threads for work in parts whose results do not depend on it, see {@link Parallel}
     * @param log receives all that it prints besides the protocol
     * @param hardLimit after this it is ended by force
     * @param lines hears each protocol line, without prefix
     */
    static End run(
            List<String> arguments,
            Limits limits,
            int parallelThreads,
            Duration hardLimit,
            Path log,
            Consumer<String> lines) {
        String error = null;
        String phase = "load";
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            Process process = new ProcessBuilder(command(arguments, limits, parallelThreads))
                    .redirectError(ProcessBuilder.Redirect.to(log.toFile()))
                    .start();
            AtomicBoolean timedOut = new AtomicBoolean();
            Thread killer = killAfter(process, hardLimit, timedOut);
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    if (!line.startsWith(WorkerMain.PREFIX)) {
                        continue;
                    }
                    String message = line.substring(WorkerMain.PREFIX.length());
                    if (message.startsWith("error ")) {
                        error = message.substring("error ".length());
                    } else if (message.startsWith("phase ")) {
                        phase = message.substring("phase ".length()).split(" ", 2)[0];
                    }
                    lines.accept(message);
                }
            }
            int code = process.waitFor();
            killer.interrupt();
            if (timedOut.get()) {
                return new End(
                        Optional.of("ended by force after " + hardLimit.toSeconds()
                                + " s, twice the time limit of the suite; raise limits.time"),
                        phase);
            }
            if (code != 0) {
                String reason = error != null
                        ? error
                        : "the worker process ended with code " + code
                                + (code == 137 ? " (killed; out of memory?)" : "") + "; its log is " + log;
                return new End(Optional.of(reason), phase);
            }
            return new End(Optional.empty(), phase);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run a worker: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new End(Optional.of("interrupted"), phase);
        }
    }

    private static Thread killAfter(Process process, Duration limit, AtomicBoolean timedOut) {
        Thread thread = new Thread(
                () -> {
                    try {
                        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                            timedOut.set(true);
                            process.destroyForcibly();
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "worker-limit");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static List<String> command(List<String> arguments, Limits limits, int parallelThreads) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + limits.memory());
        command.addAll(List.of(
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-Dorg.bytedeco.javacpp.maxbytes=0",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                "-Djava.awt.headless=true",
                "-Dverisim.log=WARN",
                "-D" + Versions.COMMIT + "=" + Versions.commit(),
                "-Dverisim.threads=" + limits.threads(),
                "-D" + Parallel.THREADS_PROPERTY + "=" + parallelThreads));
        String interval = System.getProperty(CheckpointPlace.INTERVAL_PROPERTY);
        if (interval != null) {
            command.add("-D" + CheckpointPlace.INTERVAL_PROPERTY + "=" + interval);
        }
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(WorkerMain.class.getName());
        command.addAll(arguments);
        return command;
    }
}
