package verisim.models.classical;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.likelihood.ParzenWindow;
import verisim.core.model.Trainer;
import verisim.core.model.TrainingContext;
import verisim.core.model.TrainingFailedException;
import verisim.core.model.TrainingListener.Progress;
import verisim.models.nn.FeatureScaling;

/**
 * Keeps the standardised rows and chooses the bandwidth with the best validation log-likelihood: first of a grid of equal ratios,
 * then by golden section in log h between the neighbours of the best.
 */
final class KernelDensityTrainer extends Trainer<KernelDensity> {
    private static final double SMALLEST = 1e-3;
    private static final double LARGEST = 3;
    private static final int GRID = 24;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    /** Width in log h at which the search ends: a hundredth of the bandwidth costs far less than the choice on finite data. */
    private static final double PRECISION = 0.01;

    private final double bandwidth;

    KernelDensityTrainer(double bandwidth) {
        super(KernelDensityProvider.NAME, Set.of(DataKind.REAL));
        this.bandwidth = bandwidth;
    }

    @Override
    protected KernelDensity train(Dataset train, Dataset validation, TrainingContext context) {
        int d = train.features();
        FeatureScaling scaling = FeatureScaling.of(train);
        float[] rows = scaling.standardize(train).toFloats();
        double chosen = bandwidth > 0
                ? bandwidth
                : new Search(
                                new ParzenWindow(rows, train.size(), d),
                                scaling.standardize(validation).toFloats(),
                                validation.size(),
                                scaling.logDeterminant(),
                                context)
                        .best();
        return new KernelDensity(scaling, rows, d, chosen).withWarnings(bandwidth > 0 ? List.of() : atAnEnd(chosen));
    }

    /** The search ends at one step beyond the grid at most. */
    private static List<String> atAnEnd(double chosen) {
        boolean low = chosen <= SMALLEST;
        return low || chosen >= LARGEST
                ? List.of(String.format(
                        Locale.ROOT,
                        "the bandwidth is at the %s end of those looked at, %s standard deviations of the features",
                        low ? "lower" : "upper",
                        low ? SMALLEST : LARGEST))
                : List.of();
    }

    /** The search for a bandwidth. */
    private static final class Search {
        private final ParzenWindow window;
        private final float[] x;
        private final int n;
        private final double logDeterminant;
        private final TrainingContext context;
        private final int steps;
        private int step;

        Search(ParzenWindow window, float[] x, int n, double logDeterminant, TrainingContext context) {
            this.window = window;
            this.x = x;
            this.n = n;
            this.logDeterminant = logDeterminant;
            this.context = context;
            double width = 2 * ratio();
            this.steps = GRID + 2 + (int) Math.ceil(Math.log(PRECISION / width) / Math.log(GOLDEN));
        }

        private static double ratio() {
            return Math.log(LARGEST / SMALLEST) / (GRID - 1);
        }

        double best() {
            double[] grid = new double[GRID];
            for (int i = 0; i < GRID; i++) {
                grid[i] = SMALLEST * Math.exp(i * ratio());
            }
            double[] all = window.logDensity(x, n, grid);
            int best = 0;
            double bestScore = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < GRID; i++) {
                double score = 0;
                for (int r = 0; r < n; r++) {
                    score += all[r * GRID + i] / n;
                }
                report(grid[i], score);
                if (score > bestScore) {
                    bestScore = score;
                    best = i;
                }
            }
            if (!Double.isFinite(bestScore)) {
                throw new TrainingFailedException(
                        "kde: no bandwidth gives the validation rows a finite log-likelihood; look for outliers in them");
            }
            return refined(Math.log(grid[best]), grid[best], bestScore);
        }

        private double refined(double centre, double start, double startScore) {
            double low = centre - ratio();
            double high = centre + ratio();
            double a = high - GOLDEN * (high - low);
            double b = low + GOLDEN * (high - low);
            double scoreA = score(a);
            double scoreB = score(b);
            while (high - low > PRECISION && !context.stopRequested().getAsBoolean()) {
                if (scoreA >= scoreB) {
                    high = b;
                    b = a;
                    scoreB = scoreA;
                    a = high - GOLDEN * (high - low);
                    scoreA = score(a);
                } else {
                    low = a;
                    a = b;
                    scoreA = scoreB;
                    b = low + GOLDEN * (high - low);
                    scoreB = score(b);
                }
            }
            double end = Math.max(scoreA, scoreB);
            return end >= startScore ? Math.exp(scoreA >= scoreB ? a : b) : start;
        }

        private double score(double logBandwidth) {
            double sum = 0;
            for (double v : window.logDensity(x, n, Math.exp(logBandwidth))) {
                sum += v;
            }
            report(Math.exp(logBandwidth), sum / n);
            return sum / n;
        }

        private void report(double h, double score) {
            step++;
            Map<String, Double> values = new LinkedHashMap<>();
            values.put("bandwidth", h);
            values.put("validation-log-likelihood", score - logDeterminant);
            context.listener().onProgress(new Progress(Math.min(step, steps), steps, step, values));
        }
    }
}
