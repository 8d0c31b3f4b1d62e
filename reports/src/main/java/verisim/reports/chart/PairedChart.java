package verisim.reports.chart;

import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import verisim.core.result.Kind;
import verisim.core.statistics.PairedComparisons.Pair;
import verisim.core.statistics.PairedDifference;
import verisim.reports.chart.DotChart.Dot;
import verisim.reports.table.PairedScores;

/**
 * How far each model lies from the best exact one, row by row on the same test rows: a dot with the 95 % interval of the fitted models'
 * difference. The truth, where it is known, is the limit that no model is expected to pass.
 */
public final class PairedChart {
    private PairedChart() {}

    /** Returns the chart; empty if there is nothing to set beside the best exact model. */
    public static Optional<Figure> of(
            PairedScores paired, String metric, String dataset, Palette palette, String name) {
        String reference = paired.reference().orElse(null);
        if (reference == null) {
            return Optional.empty();
        }
        List<Dot> dots = new ArrayList<>();
        paired.models().forEach((label, scores) -> {
            Optional<Pair> pair = paired.comparisons().pair(label, reference);
            if (pair.isPresent()) {
                PairedDifference d = pair.get().a().equals(label)
                        ? pair.get().difference()
                        : pair.get().difference().reversed();
                dots.add(dot(label, d, scores.kind()));
            }
        });
        paired.gap(reference).ifPresent(gap -> dots.add(dot("truth", gap, Kind.EXACT)));
        if (dots.isEmpty()) {
            return Optional.empty();
        }
        dots.add(new Dot(reference, 0, 0, 0, Optional.of(Kind.EXACT)));
        dots.sort(Comparator.comparingDouble(Dot::value).reversed());
        XYChart chart = DotChart.of(dots, metric + " less that of " + reference + ", " + paired.unit(), palette);
        XYSeries zero = chart.addSeries("no difference", new double[] {0, 0}, new double[] {-1, dots.size()});
        zero.setMarker(SeriesMarkers.NONE);
        zero.setLineColor(Style.MUTED);
        zero.setLineStyle(new BasicStroke(1f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {4, 3}, 0));
        String description = "Dot chart of paired differences in " + metric + " on " + dataset + " between " + reference
                + " and " + (dots.size() - 1) + " others with 95 % intervals; the numbers stand in the table.";
        return Optional.of(new ChartFigure(name, description, chart));
    }

    private static Dot dot(String label, PairedDifference d, Kind kind) {
        boolean known = Double.isFinite(d.fitted().width());
        return new Dot(
                label,
                d.mean(),
                known ? d.fitted().low() : d.mean(),
                known ? d.fitted().high() : d.mean(),
                Optional.of(kind));
    }
}
