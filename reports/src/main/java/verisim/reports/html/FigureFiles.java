package verisim.reports.html;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import verisim.core.result.RunFolder;
import verisim.reports.chart.Figure;
import verisim.reports.chart.Palette;
import verisim.reports.chart.Rendering;

/** Writes each figure as SVG and PNG and gives it back as an element of the page. */
final class FigureFiles {
    private static final int PNG_SCALE = 2;
    private final Path folder;
    private final Palette palette;
    private final UniqueNames names = new UniqueNames();

    FigureFiles(Path folder, Palette palette) {
        this.folder = folder;
        this.palette = palette;
    }

    /** Returns the SVG element of {@code figure} after writing its files. */
    String add(Figure figure) {
        String name = names.of(figure.name());
        RunFolder.writeWhole(folder.resolve(name + ".svg"), Rendering.svg(figure));
        try {
            Files.write(folder.resolve(name + ".png"), Rendering.png(figure, PNG_SCALE));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + folder.resolve(name + ".png") + ": " + e.getMessage(), e);
        }
        return Rendering.inlineSvg(figure, "clip-" + name, palette);
    }
}
