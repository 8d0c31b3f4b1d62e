package verisim.models.autoregressive;

import java.util.Map;
import verisim.core.math.FloatMath;
import verisim.core.random.RandomStream;
import verisim.models.nn.Network;
import verisim.models.nn.Objective;

/**
 * The order-agnostic loss: each row of a batch shows features that {@link EonadeMasks} draws, and the network predicts the others.
 * Its expectation is the negated mean over all D! orders of {@code log p(x given order)}.
 *
 * <p>Validation estimates the same of the validation rows, under masks that are the same in every epoch, {@value #FEWEST_MASKS} or
 * more a row. In expectation over orders it is a lower bound of the mixture's log-likelihood, by Jensen's inequality.
 */
final class EonadeObjective implements Objective {
    private static final int FEWEST_MASKS = 1;
    private static final int MOST_MASKS = 32;

    /** Small validation sets get more masks a row, up to about so many rows with masks. */
    private static final int ENOUGH_ROWS = 10_000;

    private final int features;
    private final float floor;
    private final Network network;
    private final Network.Pass pass;
    private final int maxRows;
    private final float[] validation;
    private final RandomStream validationMasks;
    private final float[] inputs;
    private final float[] dLogits;
    private final double[] factors;

    /**
     * @param maxRows the most rows of a batch
     * @param validation rows, [n, D]
     * @param validationMasks the stream that validation draws its masks from, anew each time
     */
    EonadeObjective(EonadeShape shape, int maxRows, float[] validation, RandomStream validationMasks) {
        this.features = shape.features();
        this.floor = (float) shape.floor();
        this.network = shape.network();
        this.pass = network.newPass(maxRows);
        this.maxRows = maxRows;
        this.validation = validation;
        this.validationMasks = validationMasks;
        this.inputs = new float[Math.multiplyExact(maxRows, 2 * features)];
        this.dLogits = new float[maxRows * features];
        this.factors = new double[maxRows];
    }

    @Override
    public double gradient(float[] parameters, float[] rows, int count, float[] gradient, RandomStream random) {
        drawMasks(rows, count, random.child("masks"));
        float[] logits = pass.forward(parameters, 0, inputs, count);
        double sum = 0;
        for (int r = 0; r < count; r++) {
            sum += loss(rows, r * features, logits, r, (float) (factors[r] / count));
        }
        pass.backward(parameters, 0, dLogits, gradient, false, count);
        return sum;
    }

    /** Fills inputs and factors for a batch. */
    private void drawMasks(float[] rows, int count, RandomStream random) {
        double uniform = random.nextDouble();
        for (int r = 0; r < count; r++) {
            int seen = EonadeMasks.seen(uniform, r, count, features);
            factors[r] = EonadeMasks.factor(seen, features);
            EonadeMasks.fill(rows, r * features, features, seen, inputs, r * 2 * features, random);
        }
    }

    /**
     * Returns the weighted log-likelihood of the unseen features of batch row {@code r}, to about 1e-7 a value, and writes its
     * negated gradient times {@code scale}, which has the weight in it.
     */
    private double loss(float[] x, int xFrom, float[] logits, int r, float scale) {
        int from = r * features;
        int mask = r * 2 * features + features;
        FloatMath.sigmoid(logits, dLogits, from, features);
        if (floor > 0) {
            return factors[r] * flooredLoss(x, xFrom, from, mask, scale);
        }
        double sum = 0;
        double product = 1;
        for (int i = 0; i < features; i++) {
            float unseen = 1f - inputs[mask + i];
            float value = x[xFrom + i];
            float a = logits[from + i];
            float p = dLogits[from + i];
            sum += unseen * Math.min((2f * value - 1f) * a, 0f);
            product *= 1f - unseen * Math.min(p, 1f - p);
            dLogits[from + i] = scale * unseen * (p - value);
            if (i % 1000 == 999) { // each factor is at least 1/2, so 1,000 of them do not underflow
                sum += Math.log(product);
                product = 1;
            }
        }
        return factors[r] * (sum + Math.log(product));
    }

    /** The same for probabilities with a floor, without the weight; {@link #dLogits} holds the sigmoids of the logits. */
    private double flooredLoss(float[] x, int xFrom, int from, int mask, float scale) {
        float keep = 1f - floor;
        double sum = 0;
        double product = 1;
        for (int i = 0; i < features; i++) {
            float unseen = 1f - inputs[mask + i];
            float value = x[xFrom + i];
            float p = dLogits[from + i];
            float one = 0.5f * floor + keep * p;
            float own = value * one + (1f - value) * (1f - one);
            product *= 1f - unseen * (1f - own);
            dLogits[from + i] = scale * unseen * keep * p * (1f - p) * (one - value) / (one * (1f - one));
            if (product < 1e-200) { // the next factor is far above 1e-100
                sum += Math.log(product);
                product = 1;
            }
        }
        return sum + Math.log(product);
    }

    @Override
    public Map<String, Double> validate(float[] parameters) {
        int n = validation.length / features;
        int masks = Math.max(FEWEST_MASKS, Math.min(MOST_MASKS, ENOUGH_ROWS / n));
        double sum = 0;
        int filled = 0;
        float[] rows = new float[maxRows * features];
        for (int v = 0; v < n; v++) {
            RandomStream random = validationMasks.child(v);
            double uniform = random.nextDouble();
            for (int s = 0; s < masks; s++) {
                int seen = EonadeMasks.seen(uniform, s, masks, features);
                factors[filled] = EonadeMasks.factor(seen, features);
                EonadeMasks.fill(validation, v * features, features, seen, inputs, filled * 2 * features, random);
                System.arraycopy(validation, v * features, rows, filled * features, features);
                filled++;
                if (filled == maxRows) {
                    sum += score(parameters, rows, filled);
                    filled = 0;
                }
            }
        }
        if (filled > 0) {
            sum += score(parameters, rows, filled);
        }
        return Map.of("validation-order-average", sum / ((double) n * masks));
    }

    private double score(float[] parameters, float[] rows, int count) {
        float[] logits = pass.forward(parameters, 0, inputs, count);
        double sum = 0;
        for (int r = 0; r < count; r++) {
            sum += loss(rows, r * features, logits, r, 0f);
        }
        return sum;
    }

    @Override
    public String trainName() {
        return "train-order-average";
    }

    @Override
    public float[] decayed() {
        float[] out = new float[network.parameterCount()];
        network.markWeights(out, 0);
        return out;
    }
}
