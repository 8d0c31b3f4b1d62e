package verisim.core.likelihood;

import static verisim.core.Checks.requireRows;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import verisim.core.data.DataKind;
import verisim.core.data.DataSplits;
import verisim.core.data.Dataset;
import verisim.core.math.Arrays2d;
import verisim.core.metric.Metric;
import verisim.core.metric.MetricContext;
import verisim.core.metric.MetricProvider;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.result.Direction;
import verisim.core.result.Kind;
import verisim.core.result.Outcome;
import verisim.core.statistics.ColumnMoments;
import verisim.core.statistics.MeanEstimate;

/**
 * The metric {@code parzen}: mean log-density of test rows under a Gaussian kernel estimate on the model's samples. Kept because
 * the early GAN literature reports it, beside a caution.
 *
 * <p>The bandwidth maximises the mean log-density of the first 1,000 validation rows over a logarithmic grid; test rows never
 * take part. The grid runs from 0.003 to 3 times the root mean square of the columns' standard deviations, three decades further up
 * if its upper end wins. It has a lower end, because samples that repeat validation rows exactly would drive the bandwidth to 0 and the
 * score to infinity. REAL columns are divided by their standard deviation on the training rows, except for images, and the
 * logarithm of that is taken off again: the density is one of the original units.
 *
 * <p>The chosen bandwidth is not part of the protocol: it belongs to the model, and models with different ones are to be
 * compared.
 */
public final class ParzenMetric implements MetricProvider {
    private static final int VALIDATION_ROWS = 1000;
    private static final int GRID = 31;
    private static final double DECADES = 3;

    @Override
    public String name() {
        return "parzen";
    }

    @Override
    public String description() {
        return "mean log-density of test rows under a Gaussian kernel estimate on the model's samples";
    }

    @Override
    public String caution() {
        return "a biased estimate that ranks models wrongly: k-means centres score above true samples, and the bandwidth rules"
                + " the number; far below the model's own likelihood in many dimensions; its error counts test rows only";
    }

    @Override
    public String paper() {
        return "Goodfellow et al. (2014), Generative adversarial nets, https://arxiv.org/abs/1406.2661; why not to trust it:"
                + " Theis, van den Oord, Bethge (2016), A note on the evaluation of generative models,"
                + " https://arxiv.org/abs/1511.01844";
    }

    @Override
    public String unit() {
        return "nats/example";
    }

    @Override
    public Direction direction() {
        return Direction.HIGHER;
    }

    @Override
    public Set<Uses> uses() {
        return Set.of(Uses.SAMPLES);
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.integer("samples", 10_000, 1, "samples the kernel estimate is made of: at most this many"),
                Option.integer("rows", 10_000, 1, "most test rows to score, evenly spaced over the test rows"),
                Option.choice(
                        "scaling",
                        List.of("auto", "standardised", "raw"),
                        "units the kernel is round in: standardised by the training rows, raw, or auto: standardised"
                                + " unless the data are images"));
    }

    @Override
    public Metric metric(Options options) {
        return context -> measure(context, options);
    }

    private static Metric.Result measure(MetricContext context, Options options) {
        DataSplits data = context.data();
        if (data.kind() != DataKind.REAL) {
            return Metric.Result.notDefined(
                    "a kernel estimate is a density, which " + data.kind() + " data does not have");
        }
        INDArray all = context.samples();
        int d = data.features();
        requireRows(all, d, "samples");
        int n = (int) Math.min(options.integer("samples"), all.size(0));
        float[] samples = Arrays2d.toFloats(all.get(NDArrayIndex.interval(0, n), NDArrayIndex.all()));

        ColumnMoments moments = ColumnMoments.of(data.train());
        String scaling = options.text("scaling");
        if (scaling.equals("auto")) {
            scaling = data.train().imageShape().isPresent() ? "raw" : "standardised";
        }
        boolean divide = scaling.equals("standardised");
        double[] scale = new double[d];
        double logScale = 0;
        double meanSquare = 0;
        for (int j = 0; j < d; j++) {
            scale[j] = divide ? moments.scale(j) : 1;
            logScale += Math.log(scale[j]);
            double s = moments.deviation(j) / scale[j];
            meanSquare += s * s / d;
        }
        double unit = meanSquare > 0 ? Math.sqrt(meanSquare) : 1;
        divide(samples, scale);
        for (float v : samples) {
            if (!(Math.abs(v) < 1e15f)) {
                return Metric.Result.of(new Outcome.Failed(
                        "measure",
                        "samples hold the value " + v + " in the units of the comparison; no kernel reaches that"));
            }
        }

        ParzenWindow window = new ParzenWindow(samples, n, d);
        int chosenOn = Math.min(VALIDATION_ROWS, data.validation().size());
        double bandwidth = chooseBandwidth(window, rows(data.validation(), chosenOn, chosenOn, scale), chosenOn, unit);
        int scored = Math.min(options.integer("rows"), data.test().size());
        double[] logDensity =
                window.logDensity(rows(data.test(), data.test().size(), scored, scale), scored, bandwidth);
        MeanEstimate mean = MeanEstimate.of(logDensity);

        Map<String, String> protocol = new TreeMap<>();
        protocol.put("samples", Integer.toString(n));
        protocol.put("rows", Integer.toString(scored));
        protocol.put("scaling", scaling);
        protocol.put(
                "bandwidth",
                String.format(
                        Locale.ROOT,
                        "best of %d from %.3g to %.3g on %d validation rows",
                        GRID,
                        unit * Math.pow(10, 0.5 - DECADES),
                        unit * Math.pow(10, 0.5),
                        chosenOn));
        return new Metric.Result(
                        Outcome.Measured.of(mean.mean() - logScale, mean.standardError(), scored, Kind.ESTIMATE),
                        protocol)
                .withWarnings(atEdge(bandwidth, unit));
    }

    /** Returns that no bandwidth was found between the ends of the grid, if so: samples that are all one point, or cover no data. */
    private static List<String> atEdge(double bandwidth, double unit) {
        boolean low = bandwidth <= unit * Math.pow(10, 0.5 - DECADES) * (1 + 1e-9);
        boolean high = bandwidth > unit * Math.sqrt(10);
        return low || high
                ? List.of(String.format(
                        Locale.ROOT,
                        "the bandwidth %.3g was chosen at the %s of its grid",
                        bandwidth,
                        low ? "lower end" : "upper end and had to be sought beyond"))
                : List.of();
    }

    private static double chooseBandwidth(ParzenWindow window, float[] validation, int rows, double unit) {
        double top = unit * Math.sqrt(10);
        double best = top;
        for (int attempt = 0; attempt < 6 && best == top; attempt++) {
            top = attempt == 0 ? top : top * Math.pow(10, DECADES);
            double[] grid = new double[GRID];
            for (int i = 0; i < GRID; i++) {
                grid[i] = top * Math.pow(10, DECADES * (i / (GRID - 1.0) - 1));
            }
            grid[GRID - 1] = top;
            best = window.bestBandwidth(validation, rows, grid);
        }
        return best;
    }

    /** Returns {@code count} evenly spaced ones of the first {@code of} rows, divided by {@code scale}. */
    private static float[] rows(Dataset set, int of, int count, double[] scale) {
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (int) ((long) i * of / count);
        }
        float[] out = new float[count * set.features()];
        set.copyRows(numbers, 0, count, out);
        divide(out, scale);
        return out;
    }

    private static void divide(float[] x, double[] scale) {
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (x[i] / scale[i % scale.length]);
        }
    }
}
