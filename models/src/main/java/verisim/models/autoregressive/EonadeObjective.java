package verisim.models.autoregressive;

import java.util.Map;
import verisim.core.math.FloatMath;
import verisim.core.random.RandomStream;
import verisim.models.nn.Network;
import verisim.models.nn.Objective;

/**
 * The order-agnostic loss: each row of a batch shows features that {@link EonadeUnseen} draws, and the network predicts the others.
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
    private final EonadeBatch batch;
    private final float[] dLogits;
    private final float[] likelihoods;

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
        this.batch = new EonadeBatch(features, maxRows);
        this.dLogits = new float[Math.multiplyExact(maxRows, features)];
        this.likelihoods = new float[features];
    }

    @Override
    public double gradient(float[] parameters, float[] rows, int count, float[] gradient, RandomStream random) {
        drawMasks(rows, count, random.child("masks"));
        float[] logits = forward(parameters);
        double sum = 0;
        for (int r = 0; r < count; r++) {
            sum += loss(rows, r, logits, (float) (batch.factor(r) / count));
        }
        pass.backward(parameters, 0, dLogits, gradient, false, count);
        return sum;
    }

    private void drawMasks(float[] rows, int count, RandomStream random) {
        double uniform = random.nextDouble();
        batch.clear();
        for (int r = 0; r < count; r++) {
            batch.add(rows, r * features, EonadeUnseen.draw(uniform, r, count, features), random);
        }
    }

    private float[] forward(float[] parameters) {
        return pass.forward(parameters, 0, batch.inputs(), batch.rows());
    }

    /**
     * Returns the weighted log-likelihood of the unseen features of row {@code r}, to about 1e-7 a value, and writes its negated
     * gradient times {@code scale}, which has the weight in it.
     */
    private double loss(float[] x, int r, float[] logits, float scale) {
        int from = r * features;
        FloatMath.sigmoid(logits, dLogits, from, features);
        return batch.factor(r) * (floor > 0 ? flooredLoss(x, r, scale) : plainLoss(x, r, logits, scale));
    }

    /** The log-likelihood without the weight; {@link #dLogits} holds the sigmoids of the logits and receives the gradient. */
    private double plainLoss(float[] x, int r, float[] logits, float scale) {
        float[] inputs = batch.inputs();
        int mask = batch.mask(r);
        int from = r * features;
        double sum = 0;
        double product = 1;
        for (int i = 0; i < features; i++) {
            float unseen = 1f - inputs[mask + i];
            float value = x[from + i];
            float p = dLogits[from + i];
            sum += unseen * Math.min((2f * value - 1f) * logits[from + i], 0f);
            product *= 1f - unseen * Math.min(p, 1f - p);
            dLogits[from + i] = scale * unseen * (p - value);
            if (i % 1000 == 999) { // each factor is at least 1/2, so 1,000 of them do not underflow
                sum += Math.log(product);
                product = 1;
            }
        }
        return sum + Math.log(product);
    }

    /** The same for probabilities with a floor. */
    private double flooredLoss(float[] x, int r, float scale) {
        float[] inputs = batch.inputs();
        int mask = batch.mask(r);
        int from = r * features;
        float keep = 1f - floor;
        float half = 0.5f * floor;
        for (int i = 0; i < features; i++) {
            float unseen = 1f - inputs[mask + i];
            float value = x[from + i];
            float p = dLogits[from + i];
            float one = half + keep * p;
            float zero = 1f - one;
            likelihoods[i] = 1f - unseen * (1f - (value * one + (1f - value) * zero));
            dLogits[from + i] = scale * unseen * keep * p * (1f - p) * (one - value) / (one * zero);
        }
        double sum = 0;
        double product = 1;
        for (int i = 0; i < features; i++) {
            product *= likelihoods[i];
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
        float[] rows = new float[maxRows * features];
        batch.clear();
        for (int v = 0; v < n; v++) {
            RandomStream random = validationMasks.child(v);
            double uniform = random.nextDouble();
            for (int s = 0; s < masks; s++) {
                System.arraycopy(validation, v * features, rows, batch.rows() * features, features);
                batch.add(validation, v * features, EonadeUnseen.draw(uniform, s, masks, features), random);
                if (batch.rows() == maxRows) {
                    sum += score(parameters, rows);
                    batch.clear();
                }
            }
        }
        return Map.of("validation-order-average", (sum + score(parameters, rows)) / ((double) n * masks));
    }

    private double score(float[] parameters, float[] rows) {
        if (batch.rows() == 0) {
            return 0;
        }
        float[] logits = forward(parameters);
        double sum = 0;
        for (int r = 0; r < batch.rows(); r++) {
            sum += loss(rows, r, logits, 0f);
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
