package verisim.reports.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.data.ImageShape;
import verisim.core.math.Arrays2d;
import verisim.core.result.CellResult;
import verisim.core.result.DatasetRecord;
import verisim.reports.chart.Box;
import verisim.reports.chart.DotChart;
import verisim.reports.chart.Figure;
import verisim.reports.chart.Palette;
import verisim.reports.chart.Panels;
import verisim.reports.chart.TrainingChart;
import verisim.reports.chart.TrainingLog;
import verisim.reports.html.BoardFiles.Model;
import verisim.reports.html.BoardFiles.Source;
import verisim.reports.html.PageView.Fact;
import verisim.reports.html.PageView.Gallery;
import verisim.reports.table.Leaderboard;
import verisim.reports.table.RunData;

/** The pictures of one data set: scores, training curves, samples, densities. */
final class Galleries {
    private final Leaderboard board;
    private final BoardFiles inputs;
    private final Palette palette;
    private final FigureFiles files;
    private final String id;

    Galleries(List<RunData> runs, Leaderboard board, Palette palette, FigureFiles files, String id) {
        this.board = board;
        this.inputs = new BoardFiles(runs, board);
        this.palette = palette;
        this.files = files;
        this.id = id;
    }

    /** Returns all pictures but the scores. */
    List<Gallery> all() {
        List<Gallery> galleries = new ArrayList<>();
        List<Model> models = inputs.models();
        training(models).ifPresent(galleries::add);
        Optional<Source> source = inputs.source();
        if (source.isPresent()) {
            galleries.addAll(samples(source.get(), models));
            new CompletionGallery(inputs, files, id).of(source.get()).ifPresent(galleries::add);
            densities(source.get(), models).ifPresent(galleries::add);
        }
        return galleries;
    }

    /** Returns dot charts of the log-likelihoods, or of the first metric that has numbers. */
    List<String> scores() {
        List<String> figures = new ArrayList<>();
        for (int c = 0; c < board.columns().size(); c++) {
            if (board.columns().get(c).metric().startsWith("log-likelihood")) {
                addScores(c, figures);
            }
        }
        for (int c = 0; c < board.columns().size() && figures.isEmpty(); c++) {
            addScores(c, figures);
        }
        return figures;
    }

    private void addScores(int c, List<String> figures) {
        String name = id + "-" + board.columns().get(c).metric();
        DotChart.of(board, c, palette, name).map(files::add).ifPresent(figures::add);
    }

    private Optional<Gallery> training(List<Model> models) {
        List<String> figures = new ArrayList<>();
        for (Model model : models) {
            List<TrainingLog> logs = new ArrayList<>();
            for (CellResult cell : model.cells()) {
                BoardFiles.file(model, cell, "training", "training.csv").ifPresent(f -> logs.add(TrainingLog.read(f)));
            }
            String label = model.label();
            String name = id + "-training-" + label;
            for (Figure figure : TrainingChart.of(label, logs, palette.color(label), name)) {
                figures.add(files.add(figure));
            }
        }
        return figures.isEmpty()
                ? Optional.empty()
                : Optional.of(new Gallery(
                        "curves",
                        "Training curves",
                        "One line a replicate. Axes differ between panels; where the first epochs lie far off, the axis follows the later"
                                + " ones.",
                        figures,
                        List.of()));
    }

    private List<Gallery> samples(Source source, List<Model> models) {
        Optional<INDArray> reference = source.array("reference");
        if (reference.isEmpty() || reference.get().size(0) == 0) {
            return List.of();
        }
        INDArray data = reference.get();
        DatasetRecord record = source.record();
        if (record.imageShape().isPresent()) {
            return List.of(images(record, record.imageShape().get(), data, models));
        }
        if (record.features() == 2 && record.kind() == DataKind.REAL) {
            return List.of(scatter(record, data, models));
        }
        return comparisons(record, data, models);
    }

    private Gallery images(DatasetRecord record, ImageShape shape, INDArray data, List<Model> models) {
        double[] range = greyRange(record, data);
        List<String> figures = new ArrayList<>();
        figures.add(files.add(Panels.images(
                id + "-samples-data", "data (test rows)", Panels.spread(data), shape, range[0], range[1])));
        List<Fact> absent = new ArrayList<>();
        for (Model model : models) {
            String label = model.label();
            Optional<INDArray> samples = inputs.array(model, "samples", record.features(), absent);
            samples.ifPresent(s -> figures.add(
                    files.add(Panels.images(id + "-samples-" + label, label, s, shape, range[0], range[1]))));
        }
        return new Gallery(
                "images",
                "Samples",
                "The first samples of each model's first finished replicate, not selected, beside rows of the test data, evenly"
                        + " spaced; one grey scale.",
                figures,
                absent);
    }

    /** Returns the values of white and black. */
    static double[] greyRange(DatasetRecord record, INDArray data) {
        return record.kind() == DataKind.BINARY ? new double[] {0, 1} : Panels.range(Arrays2d.toDoubles(data), 0);
    }

    private Gallery scatter(DatasetRecord record, INDArray data, List<Model> models) {
        Box box = Panels.box(record.box(), data);
        List<String> figures = new ArrayList<>();
        figures.add(files.add(
                Panels.scatter(id + "-samples-data", "data (test rows)", data, box, palette.color("no model"))));
        List<Fact> absent = new ArrayList<>();
        for (Model model : models) {
            String label = model.label();
            inputs.array(model, "samples", 2, absent)
                    .ifPresent(s -> figures.add(
                            files.add(Panels.scatter(id + "-samples-" + label, label, s, box, palette.color(label)))));
        }
        return new Gallery(
                "points",
                "Samples",
                "The first 2,000 samples of each model's first finished replicate beside the test data, on the same axes.",
                figures,
                absent);
    }

    private List<Gallery> comparisons(DatasetRecord record, INDArray data, List<Model> models) {
        double[] means = Panels.means(data);
        double[] meanRange = record.kind() == DataKind.BINARY ? new double[] {-0.02, 1.02} : Panels.range(means, 0.1);
        double[] correlations = Panels.correlations(data);
        List<String> meanFigures = new ArrayList<>();
        List<String> pairFigures = new ArrayList<>();
        List<Fact> absent = new ArrayList<>();
        for (Model model : models) {
            Optional<INDArray> samples = inputs.array(model, "samples", record.features(), absent);
            if (samples.isPresent()) {
                String label = model.label();
                meanFigures.add(files.add(Panels.comparison(
                        id + "-means-" + label,
                        label,
                        "mean of each feature",
                        means,
                        Panels.means(samples.get()),
                        meanRange,
                        palette.color(label))));
                pairFigures.add(files.add(Panels.comparison(
                        id + "-correlations-" + label,
                        label,
                        "pair correlations",
                        correlations,
                        Panels.correlations(samples.get()),
                        new double[] {-1.02, 1.02},
                        palette.color(label))));
            }
        }
        List<Gallery> galleries = new ArrayList<>();
        galleries.add(new Gallery(
                "points",
                "Samples: feature means",
                "One dot a feature: mean over test rows against mean over the samples of the first finished replicate.",
                meanFigures,
                absent));
        if (record.features() > 1) {
            galleries.add(new Gallery(
                    "points",
                    "Samples: correlations of pairs",
                    "One dot a pair of features (of many pairs, an even selection of at most 3,000). A model of independent features lies on"
                            + " a horizontal line.",
                    pairFigures,
                    List.of()));
        }
        return galleries;
    }

    private Optional<Gallery> densities(Source source, List<Model> models) {
        if (source.record().features() != 2 || source.record().box().isEmpty()) {
            return Optional.empty();
        }
        List<Fact> absent = new ArrayList<>();
        Map<String, INDArray> maps = new LinkedHashMap<>();
        Optional<INDArray> truth = source.array("density");
        truth.ifPresent(t -> maps.put("truth", t));
        for (Model model : models) {
            inputs.array(model, "density", -1, absent).ifPresent(d -> maps.put(model.label(), d));
        }
        if (maps.isEmpty()) {
            return Optional.empty();
        }
        double top = truth.isPresent()
                ? Panels.topDensity(truth.get())
                : maps.values().stream().mapToDouble(Panels::topDensity).max().orElseThrow();
        Box box = Panels.box(source.record().box(), maps.values().iterator().next());
        List<String> figures = new ArrayList<>();
        maps.forEach(
                (label, map) -> figures.add(files.add(Panels.density(id + "-density-" + label, label, map, box, top))));
        figures.add(files.add(Panels.colourBar(id + "-density-scale", top)));
        String of = truth.isPresent() ? "the true density's" : "the models'";
        return Optional.of(new Gallery(
                "maps",
                "Density maps",
                "Density of the first finished replicate, one colour scale, by the square root. It ends at " + of
                        + " 99.5 % quantile; higher densities have the brightest colour too.",
                figures,
                absent));
    }
}
