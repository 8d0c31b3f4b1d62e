package verisim.reports.html;

import static verisim.core.Checks.require;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeSet;
import verisim.core.metric.MetricRegistry;
import verisim.core.result.RunFolder;
import verisim.reports.chart.Palette;
import verisim.reports.table.Leaderboard;
import verisim.reports.table.PairedTables;
import verisim.reports.table.RunData;
import verisim.reports.table.TableFiles;

/** Draws the report of one or several runs from their files alone. */
public final class Report {
    private Report() {}

    /**
     * Writes {@code index.html}, {@code charts/} (SVG, PNG) and {@code tables/} (CSV, Markdown, LaTeX; {@code paired} are the
     * differences of models row by row) into {@code outFolder}. With
     * several runs every model stands in the tables once for each, with the run's name before its own.
     *
     * @param runFolders at least one
     * @throws IllegalArgumentException if one is not the folder of a run or has a damaged file
     */
    public static void write(List<Path> runFolders, Path outFolder) {
        write(runFolders, outFolder, MetricRegistry.load());
    }

    /** Writes the report with descriptions of metrics from {@code metrics}. */
    static void write(List<Path> runFolders, Path outFolder, MetricRegistry metrics) {
        require(!runFolders.isEmpty(), "runFolders must name at least one run, but is empty");
        List<RunData> runs = runFolders.stream()
                .map(f -> RunData.read(new RunFolder(f)).checked())
                .toList();
        List<Leaderboard> boards = new ArrayList<>();
        LinkedHashSet<String> datasets = new LinkedHashSet<>();
        runs.forEach(r -> datasets.addAll(r.datasetNames()));
        TreeSet<String> models = new TreeSet<>();
        for (String dataset : datasets) {
            Leaderboard board = Leaderboard.of(dataset, runs, metrics);
            board.rows().forEach(r -> models.add(r.label()));
            boards.add(board);
        }
        Palette palette = new Palette(models);
        FigureFiles figures = new FigureFiles(outFolder.resolve("charts"), palette);
        writeTables(boards, outFolder.resolve("tables"));
        PageView page = new PageBuilder(runs, boards, palette, figures).build();

        StringOutput html = new StringOutput();
        TemplateEngine templates = TemplateEngine.createPrecompiled(
                null, ContentType.Html, Report.class.getClassLoader(), Report.class.getPackageName());
        templates.render("page.jte", page, html);
        RunFolder.writeWhole(outFolder.resolve("index.html"), html.toString());
    }

    private static void writeTables(List<Leaderboard> boards, Path folder) {
        UniqueNames names = new UniqueNames();
        String paired = names.of("paired"); // a data set of that name gets another file
        if (!PairedTables.isEmpty(boards)) {
            RunFolder.writeWhole(folder.resolve(paired + ".csv"), PairedTables.csv(boards));
            RunFolder.writeWhole(folder.resolve(paired + ".md"), PairedTables.markdown(boards));
            RunFolder.writeWhole(folder.resolve(paired + ".tex"), PairedTables.latex(boards));
        }
        for (Leaderboard board : boards) {
            String name = names.of(board.dataset());
            RunFolder.writeWhole(folder.resolve(name + ".csv"), TableFiles.csv(board));
            RunFolder.writeWhole(folder.resolve(name + ".md"), TableFiles.markdown(board));
            RunFolder.writeWhole(folder.resolve(name + ".tex"), TableFiles.latex(board));
        }
    }

    /** Returns the style sheet of a page with these colours. */
    static String styleSheet(Palette palette) {
        return resource("report.css")
                .replace("/* light colours of models */", palette.declarations(false))
                .replace("/* dark colours of models */", palette.declarations(true));
    }

    /** Returns the text of a file beside this class. */
    static String resource(String name) {
        try (InputStream in = Report.class.getResourceAsStream(name)) {
            require(in != null, "%s is missing from the program", name);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
