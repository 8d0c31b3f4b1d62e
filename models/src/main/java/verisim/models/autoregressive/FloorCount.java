package verisim.models.autoregressive;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import verisim.core.random.RandomStream;
import verisim.models.nn.Floors;

/**
 * Mixtures of normal distributions that count, as they score, for how many values the component that explains the value best has a
 * standard deviation within a tenth of its floor. Several threads may score.
 */
final class FloorCount implements Conditionals {
    /** Most training rows that are looked at. */
    static final int ROWS = 10_000;

    /** Share of values from which on the floor decides the likelihood. */
    private static final double SHARE = 0.01;

    private final MixtureConditionals mixtures;
    private final LongAdder values = new LongAdder();
    private final LongAdder bound = new LongAdder();

    FloorCount(MixtureConditionals mixtures) {
        this.mixtures = mixtures;
    }

    /** Returns the warning, if the floor binds for at least a hundredth of the values that were scored. */
    List<String> warnings() {
        return bound.sum() == 0 || bound.sum() < SHARE * values.sum()
                ? List.of()
                : List.of(String.format(
                        Locale.ROOT,
                        "%.0f%% of the values of training rows are explained by a normal distribution whose standard deviation is at"
                                + " its floor, scaleFloor = %s",
                        100.0 * bound.sum() / values.sum(),
                        Floors.number(mixtures.scaleFloor())));
    }

    @Override
    public int perFeature() {
        return mixtures.perFeature();
    }

    @Override
    public double logLikelihood(float[] x, int xFrom, float[] outputs, int outputsFrom, int features) {
        values.add(features);
        for (int d = 0; d < features; d++) {
            bound.add(mixtures.isAtFloor(x[xFrom + d], outputs, outputsFrom + d * perFeature()) ? 1 : 0);
        }
        return mixtures.logLikelihood(x, xFrom, outputs, outputsFrom, features);
    }

    @Override
    public double gradient(float[] x, float[] outputs, float[] gradient, int rows, int features) {
        return mixtures.gradient(x, outputs, gradient, rows, features);
    }

    @Override
    public void sample(float[] outputs, int stride, float[] x, int from, int rows, RandomStream random) {
        mixtures.sample(outputs, stride, x, from, rows, random);
    }

    @Override
    public void initializeBiases(float[] x, int features, float[] biases, int from) {
        mixtures.initializeBiases(x, features, biases, from);
    }
}
