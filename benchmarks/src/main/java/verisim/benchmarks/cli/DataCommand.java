package verisim.benchmarks.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import verisim.benchmarks.run.DataLoading;
import verisim.core.source.catalogue.Catalogue;
import verisim.core.source.catalogue.CatalogueEntry;
import verisim.core.source.catalogue.DataStore;
import verisim.core.source.catalogue.DataStore.FileStatus;
import verisim.core.source.catalogue.DataStore.State;

/** {@code verisim data list|get|verify|info}: the files of the catalogue. */
@Command(
        name = "data",
        description = "The downloaded data sets: what is there, fetch, check.",
        mixinStandardHelpOptions = true)
final class DataCommand implements Runnable {
    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "where data files are kept (default: $$VERISIM_DATA, then the cache folder)")
    private Path dataDir;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private DataStore store() {
        return new DataStore(DataLoading.dataFolder(dataDir));
    }

    @Command(name = "list", description = "Lists the catalogue and what is here.", mixinStandardHelpOptions = true)
    int list() {
        DataStore store = store();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (CatalogueEntry entry : Catalogue.entries()) {
            List<FileStatus> files = store.status(entry.name());
            long here = files.stream().filter(f -> f.state() != State.MISSING).count();
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("name", entry.name());
            row.put("here", here == files.size() ? "yes" : here == 0 ? "no" : here + " of " + files.size() + " files");
            row.put(
                    "size",
                    megabytes(files.stream().mapToLong(f -> f.file().bytes()).sum()));
            row.put("licence", entry.licence());
            rows.add(row);
        }
        TextTable.print(spec.commandLine().getOut(), rows);
        spec.commandLine().getOut().println("folder: " + DataLoading.dataFolder(dataDir));
        return 0;
    }

    @Command(
            name = "get",
            description = "Fetches data sets from their original addresses, with resume and SHA-256.",
            mixinStandardHelpOptions = true)
    int get(@Parameters(paramLabel = "NAME", arity = "1..*") List<String> names) {
        DataStore store = store();
        PrintWriter out = spec.commandLine().getOut();
        boolean terminal = Boolean.getBoolean("verisim.terminal");
        PrintWriter err = spec.commandLine().getErr();
        for (String name : names) {
            var fetched = store.get(name, (file, done, total) -> {
                if (terminal) {
                    err.print("\r\u001b[2K" + file + "  " + megabytes(done)
                            + (total > 0 ? " of " + megabytes(total) + ", " + 100 * done / total + " %" : ""));
                    err.flush();
                }
            });
            if (terminal && !fetched.isEmpty()) {
                err.println();
            }
            out.println(name + ": " + (fetched.isEmpty() ? "all there already" : fetched.size() + " files fetched"));
        }
        return 0;
    }

    @Command(
            name = "verify",
            description = "Reads the files that are here and compares their SHA-256 with the catalogue.",
            mixinStandardHelpOptions = true)
    int verify(
            @Parameters(paramLabel = "NAME", arity = "0..*", description = "default: all that are here")
                    List<String> names) {
        DataStore store = store();
        PrintWriter out = spec.commandLine().getOut();
        boolean damaged = false;
        List<String> chosen = names == null || names.isEmpty()
                ? Catalogue.entries().stream().map(CatalogueEntry::name).toList()
                : names;
        for (String name : chosen) {
            for (FileStatus file : store.verify(name)) {
                if (file.state() == State.MISSING && names == null) {
                    continue;
                }
                damaged |= file.state() == State.DAMAGED;
                out.println(file.state().name().toLowerCase(Locale.ROOT) + "  "
                        + file.file().path() + (file.detail().isEmpty() ? "" : ": " + file.detail()));
            }
        }
        return damaged ? Main.SOME_FAILED : 0;
    }

    @Command(
            name = "info",
            description = "Shows licence, citation, address and files.",
            mixinStandardHelpOptions = true)
    int info(@Parameters(paramLabel = "NAME") String name) {
        PrintWriter out = spec.commandLine().getOut();
        CatalogueEntry entry = Catalogue.entry(name);
        out.println(name + ": " + entry.description());
        out.println("rows: " + entry.train() + " / " + entry.validation() + " / " + entry.test());
        out.println("licence: " + entry.licence());
        out.println("cite: " + entry.citation());
        out.println("from: " + entry.address());
        for (FileStatus file : store().status(name)) {
            out.println(file.state().name().toLowerCase(Locale.ROOT) + "  "
                    + file.file().path() + "  " + megabytes(file.file().bytes()) + "  sha256 "
                    + file.file().sha256());
        }
        return 0;
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
