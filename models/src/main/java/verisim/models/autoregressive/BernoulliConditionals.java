package verisim.models.autoregressive;

import static verisim.core.Checks.require;

import verisim.core.math.Bernoulli;
import verisim.core.math.FloatMath;
import verisim.core.random.RandomStream;

/** One output for a feature: the logit of a 1. Probabilities may have a floor: {@code p(1) = floor / 2 + (1 - floor) sigmoid(logit)}. */
final class BernoulliConditionals implements Conditionals {
    private final float floor;

    BernoulliConditionals() {
        this(0);
    }

    /** @param floor at least 0, below 1; for what is drawn and scored, {@link #gradient} takes none */
    BernoulliConditionals(double floor) {
        this.floor = (float) floor;
    }

    @Override
    public int perFeature() {
        return 1;
    }

    @Override
    public double logLikelihood(float[] x, int xFrom, float[] outputs, int outputsFrom, int features) {
        return Bernoulli.logLikelihood(x, xFrom, outputs, outputsFrom, features, floor);
    }

    @Override
    public double gradient(float[] x, float[] outputs, float[] gradient, int rows, int features) {
        require(floor == 0, "the gradient is that of conditionals without a floor, but the floor is %s", floor);
        int n = rows * features;
        FloatMath.sigmoid(outputs, gradient, 0, n);
        double sum = 0;
        for (int r = 0; r < rows; r++) {
            int at = r * features;
            sum += Bernoulli.trainingLogLikelihood(x, at, outputs, gradient, at, features);
        }
        float scale = 1f / rows;
        for (int i = 0; i < n; i++) {
            gradient[i] = scale * (gradient[i] - x[i]);
        }
        return sum;
    }

    @Override
    public void sample(float[] outputs, int stride, float[] x, int from, int rows, RandomStream random) {
        FloatMath.sigmoid(outputs, outputs, 0, rows);
        random.fillUniform(x, from, rows);
        for (int r = 0; r < rows; r++) {
            x[from + r] = x[from + r] < 0.5f * floor + (1f - floor) * outputs[r] ? 1f : 0f;
        }
    }

    /** {@code log((c + 1) / (N - c + 1))} with c the number of ones. */
    @Override
    public void initializeBiases(float[] x, int features, float[] biases, int from) {
        double[] ones = new double[features];
        for (int i = 0; i < x.length; i++) {
            ones[i % features] += x[i];
        }
        int rows = x.length / features;
        for (int d = 0; d < features; d++) {
            biases[from + d] = (float) Math.log((ones[d] + 1) / (rows - ones[d] + 1));
        }
    }
}
