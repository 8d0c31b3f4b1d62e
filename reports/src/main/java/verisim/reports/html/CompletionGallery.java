package verisim.reports.html;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.ImageShape;
import verisim.core.math.Arrays2d;
import verisim.core.result.CellResult;
import verisim.core.result.DatasetRecord;
import verisim.reports.chart.CompletionPanel;
import verisim.reports.html.BoardFiles.Model;
import verisim.reports.html.BoardFiles.Source;
import verisim.reports.html.PageView.Fact;
import verisim.reports.html.PageView.Gallery;

/** Test images completed by the models that can draw a half of them given the other. */
final class CompletionGallery {
    private final BoardFiles inputs;
    private final FigureFiles files;
    private final String id;

    CompletionGallery(BoardFiles inputs, FigureFiles files, String id) {
        this.inputs = inputs;
        this.files = files;
        this.id = id;
    }

    /** Returns the gallery; empty if the data are no images, or no model of the run has completions. */
    Optional<Gallery> of(Source source) {
        DatasetRecord record = source.record();
        Optional<INDArray> data = source.array("reference");
        if (record.imageShape().isEmpty() || data.isEmpty()) {
            return Optional.empty();
        }
        double[] range = Galleries.greyRange(record, data.get());
        List<String> figures = new ArrayList<>();
        List<Fact> absent = new ArrayList<>();
        for (Model model : inputs.models()) {
            figure(model, record, range, absent).ifPresent(figures::add);
        }
        return figures.isEmpty()
                ? Optional.empty()
                : Optional.of(new Gallery(
                        "images",
                        "Completions",
                        "Test rows, evenly spaced, not selected. From left to right: the image; what the model was given of it, the rest"
                                + " pale; independent draws of the rest given that part, from the model's exact conditional. First"
                                + " finished replicate.",
                        figures,
                        absent));
    }

    private Optional<String> figure(Model model, DatasetRecord record, double[] range, List<Fact> absent) {
        Optional<String> reason = reason(model);
        if (reason.isPresent()) {
            absent.add(new Fact(model.label(), reason.get()));
            return Optional.empty();
        }
        int features = record.features();
        Optional<INDArray> drawn = inputs.array(model, "completions", features, absent);
        if (drawn.isEmpty()) {
            return Optional.empty();
        }
        Optional<INDArray> given = inputs.array(model, "completions-given", features, absent);
        Optional<INDArray> observed =
                given.isEmpty() ? Optional.empty() : inputs.array(model, "completions-observed", features, absent);
        if (observed.isEmpty()) {
            return Optional.empty();
        }
        if (drawn.get().size(0) % given.get().size(0) != 0) {
            absent.add(new Fact(model.label(), "its completions are not as many for each row"));
            return Optional.empty();
        }
        float[] mask = Arrays2d.toFloats(observed.get());
        boolean[] isGiven = new boolean[features];
        for (int d = 0; d < features; d++) {
            isGiven[d] = mask[d] > 0.5f;
        }
        ImageShape shape = record.imageShape().orElseThrow();
        return Optional.of(files.add(CompletionPanel.of(
                id + "-completions-" + model.label(),
                model.label(),
                given.get(),
                isGiven,
                drawn.get(),
                shape,
                range[0],
                range[1])));
    }

    /** Returns why the model has no completions, if a cell of it says so and no cell has any. */
    private static Optional<String> reason(Model model) {
        Optional<String> reason = Optional.empty();
        for (CellResult cell : model.cells()) {
            if (cell.files().containsKey("completions")) {
                return Optional.empty();
            }
            if (cell.files().containsKey("completions-reason") && reason.isEmpty()) {
                reason = BoardFiles.file(model, cell, "completions-reason", "").map(CompletionGallery::text);
            }
        }
        return reason;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
