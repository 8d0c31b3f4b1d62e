package verisim.reports.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a training run reported.
 *
 * @param epochs the epoch of each entry
 * @param curves values by name, NaN where an entry is empty or no number
 */
public record TrainingLog(double[] epochs, Map<String, double[]> curves) {
    private static final List<String> POSITIONS = List.of("epoch", "step", "seconds");

    /** Reads {@code training.csv}. A last line that was not written to its end is left out. */
    public static TrainingLog read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
        if (lines.isEmpty()) {
            return new TrainingLog(new double[0], Map.of());
        }
        String[] names = lines.get(0).split(",", -1);
        List<double[]> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split(",", -1);
            if (fields.length == names.length) {
                double[] row = new double[names.length];
                for (int i = 0; i < row.length; i++) {
                    row[i] = number(fields[i]);
                }
                rows.add(row);
            }
        }
        Map<String, double[]> curves = new LinkedHashMap<>();
        double[] epochs = rows.stream().mapToDouble(r -> r[0]).toArray();
        for (int i = 0; i < names.length; i++) {
            int column = i;
            if (!POSITIONS.contains(names[i])) {
                curves.put(
                        names[i].strip(),
                        rows.stream().mapToDouble(r -> r[column]).toArray());
            }
        }
        return new TrainingLog(epochs, curves);
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
