package verisim.models.boltzmann;

import static verisim.core.Checks.require;
import static verisim.core.Checks.requireSampleSize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.math.FloatMath;
import verisim.core.model.LatentVariableModel;
import verisim.core.model.ModelState;
import verisim.core.model.PersistentModel;
import verisim.core.model.UnnormalizedDensity;
import verisim.core.model.UnnormalizedPosterior;
import verisim.core.random.RandomStream;

/**
 * A deep Boltzmann machine of two or three hidden layers: all connections between neighbouring layers are undirected.
 *
 * <pre>{@code E(v, h1, h2, h3) = -b.v - c1.h1 - c2.h2 - c3.h3 - v W1 h1 - h1 W2 h2 - h2 W3 h3,   p(v) = sum_h exp(-E) / Z}</pre>
 *
 * <p>The latent z is the odd layers side by side, h1 and h3. Given z the other layers are independent units and are summed out, so up to
 * {@code log Z} the prior p(z) is known, {@code p(v given z) = p(v given h1)} is factorial, and the encoder q(z given v) is the mean-field
 * posterior. Z is that of the prior. With h2 summed out the bound is at least as high as the mean-field bound over all layers.
 *
 * @see <a href="https://proceedings.mlr.press/v5/salakhutdinov09a.html">Salakhutdinov and Hinton (2009), Deep Boltzmann machines</a>
 */
public final class Dbm implements UnnormalizedPosterior, PersistentModel {
    /** The name of the model. */
    static final String NAME = "dbm";

    private static final int ROWS_AT_ONCE = 1000;

    /** The base of a posterior has no probability below this: its logits are finite. */
    private static final double CERTAIN = 1e-6;

    private final DbmShape shape;
    private final Rbm layers;
    private final MeanField.Settings meanField;

    /** @param layers odd layers as visible, even ones as hidden units; see {@link DbmShape} */
    Dbm(DbmShape shape, Rbm layers, MeanField.Settings meanField) {
        this.shape = shape;
        this.layers = layers;
        this.meanField = meanField;
    }

    /**
     * Returns a machine with known parameters, 25 mean-field steps at most, and odd layers that annealing and sampling start with
     * probabilities 1/2.
     *
     * @param weights W1 [D, H1], W2 [H1, H2] and perhaps W3 [H2, H3]
     * @param biases b, c1, c2 and perhaps c3
     * @param steps Gibbs steps before the first sample of a chain and between its samples, at least 1
     */
    public static Dbm of(List<INDArray> weights, List<INDArray> biases, int steps) {
        int odd = Math.toIntExact(
                biases.get(1).length() + (biases.size() > 3 ? biases.get(3).length() : 0));
        return of(weights, biases, new float[odd], GibbsSampling.every(steps), new MeanField.Settings(25, 1e-4, 0));
    }

    private static Dbm of(
            List<INDArray> weights,
            List<INDArray> biases,
            float[] baseLogits,
            GibbsSampling sampling,
            MeanField.Settings meanField) {
        require(
                biases.size() == weights.size() + 1,
                "a DBM has one bias vector more than weight matrices, but got %d and %d",
                biases.size(),
                weights.size());
        List<Integer> widths = new ArrayList<>();
        for (INDArray bias : biases) {
            widths.add(Math.toIntExact(bias.length()));
        }
        DbmShape shape = new DbmShape(widths);
        RbmParameters p = shape.zeros();
        for (int i = 0; i < weights.size(); i++) {
            require(
                    Arrays.equals(weights.get(i).shape(), new long[] {widths.get(i), widths.get(i + 1)}),
                    "weights %d must have shape [%d, %d], but have shape %s",
                    i + 1,
                    widths.get(i),
                    widths.get(i + 1),
                    Arrays.toString(weights.get(i).shape()));
            shape.putWeights(i, Arrays2d.toFloats(weights.get(i)), p);
        }
        for (int i = 0; i < biases.size(); i++) {
            float[] bias = Arrays2d.toFloats(biases.get(i));
            System.arraycopy(bias, 0, p.values(), shape.biasFrom(i, p), bias.length);
        }
        for (float value : p.values()) {
            require(Float.isFinite(value), "weights and biases must be finite, but one is %s", value);
        }
        return new Dbm(shape, new Rbm(p, baseLogits, sampling), meanField);
    }

    DbmShape shape() {
        return shape;
    }

    RbmParameters parameters() {
        return layers.parameters();
    }

    MeanField.Settings meanField() {
        return meanField;
    }

    @Override
    public DataKind dataKind() {
        return DataKind.BINARY;
    }

    @Override
    public int features() {
        return shape.visible();
    }

    @Override
    public INDArray sample(int n, RandomStream random) {
        return sampleWithWarnings(n, random).rows();
    }

    @Override
    public Samples sampleWithWarnings(int n, RandomStream random) {
        requireSampleSize(n);
        GibbsSampling.Samples odd = layers.drawRows(n, random.child("chains"));
        INDArray rows = Arrays2d.matrix(drawVisible(odd.rows(), n, random.child("visible")), n, features());
        return new Samples(rows, layers.sampling().warnings(odd));
    }

    /** Returns {@code n} samples of the odd layers, [n, H1 + H3], by block Gibbs sampling. */
    float[] sampleOdd(int n, RandomStream random) {
        return layers.sampleRows(n, random);
    }

    private float[] drawVisible(float[] odd, int n, RandomStream random) {
        float[] v = visibleFields(odd, n);
        FloatMath.sigmoid(v, v, 0, v.length);
        random.fillBernoulli(v, v, 0, v.length);
        return v;
    }

    /** Returns {@code b + W1 h1} of each row of the odd layers, [n, D]. */
    float[] visibleFields(float[] odd, int n) {
        float[] out = new float[Math.multiplyExact(n, features())];
        float[] fields = new float[Math.min(n, ROWS_AT_ONCE) * shape.even()];
        for (int from = 0; from < n; from += ROWS_AT_ONCE) {
            int rows = Math.min(ROWS_AT_ONCE, n - from);
            float[] block = Arrays.copyOfRange(odd, from * shape.odd(), (from + rows) * shape.odd());
            parameters().hiddenFields(block, rows, fields);
            for (int r = 0; r < rows; r++) {
                System.arraycopy(fields, r * shape.even(), out, (from + r) * features(), features());
            }
        }
        return out;
    }

    /**
     * Returns the model of the odd layers, all others summed out; its log Z is that of the machine.
     *
     * <p>Decision: its annealing path is over the odd layers, as in the paper, although it begins with v uniform. A path over (v, h2) that
     * begins at base rates of v came to 4 to 55 effective chains of 100 on a DBM 784-500-1000 along 14,500 temperatures, this one to
     * 25 to 59.
     */
    @Override
    public UnnormalizedDensity prior() {
        return layers;
    }

    @Override
    public LatentVariableModel withPriorLogPartition(double logPartition) {
        require(Double.isFinite(logPartition), "logPartition must be finite, but was %s", logPartition);
        return new NormalizedDbm(this, logPartition);
    }

    /**
     * Returns the model of the odd layers given x: an RBM between them and h2, whose base has the mean-field probabilities. {@code
     * logFactor} is {@code b.x}.
     */
    @Override
    public Posterior posterior(float[] x) {
        require(x.length == features(), "x must have %d values, but has %d", features(), x.length);
        MeanField field = new MeanField(shape, parameters(), meanField, 1);
        field.run(x, 0, 1);
        RbmParameters p = RbmParameters.zeros(shape.odd(), shape.second());
        for (int r = 0; r < shape.odd(); r++) {
            System.arraycopy(
                    parameters().values(),
                    r * shape.even() + shape.visible(),
                    p.values(),
                    r * shape.second(),
                    shape.second());
        }
        System.arraycopy(field.drive(), 0, p.values(), p.visibleFrom(), shape.odd());
        System.arraycopy(
                parameters().values(), shape.biasFrom(2, parameters()), p.values(), p.hiddenFrom(), shape.second());
        float[] base = new float[shape.odd()];
        for (int j = 0; j < base.length; j++) {
            double q = Math.min(Math.max(field.odd()[j], CERTAIN), 1 - CERTAIN);
            base[j] = (float) (Math.log(q) - Math.log1p(-q));
        }
        double factor = 0;
        for (int d = 0; d < x.length; d++) {
            factor += x[d] * parameters().hiddenBias(d);
        }
        return new Posterior(new Rbm(p, base, layers.sampling()), factor);
    }

    @Override
    public ModelState state() {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        for (int i = 0; i < shape.hiddenLayers(); i++) {
            arrays.put(
                    "weights" + (i + 1),
                    Arrays2d.matrix(
                            shape.weights(i, parameters()),
                            shape.widths().get(i),
                            shape.widths().get(i + 1)));
        }
        for (int i = 0; i <= shape.hiddenLayers(); i++) {
            int from = shape.biasFrom(i, parameters());
            arrays.put(
                    "bias" + i,
                    Nd4j.createFromArray(Arrays.copyOfRange(
                            parameters().values(), from, from + shape.widths().get(i))));
        }
        arrays.put("baseLogits", Nd4j.createFromArray(layers.baseLogits().clone()));
        Map<String, Object> settings = new LinkedHashMap<>(layers.sampling().settings());
        settings.putAll(meanField.saved());
        settings.put("hiddenLayers", shape.hiddenLayers());
        return new ModelState(NAME, settings, arrays);
    }

    static Dbm load(ModelState state) {
        List<INDArray> weights = new ArrayList<>();
        List<INDArray> biases = new ArrayList<>();
        biases.add(state.array("bias0"));
        for (int i = 1; i <= state.integer("hiddenLayers"); i++) {
            weights.add(state.array("weights" + i));
            biases.add(state.array("bias" + i));
        }
        return of(
                weights,
                biases,
                Arrays2d.toFloats(state.array("baseLogits")),
                GibbsSampling.of(state),
                MeanField.Settings.of(state));
    }

    @Override
    public String toString() {
        return "Dbm" + shape.widths();
    }
}
