package verisim.models.vae;

import static verisim.core.Checks.require;
import static verisim.core.Checks.requireRows;
import static verisim.core.Checks.requireSampleSize;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.math.Bernoulli;
import verisim.core.math.FloatMath;
import verisim.core.math.LogMath;
import verisim.core.model.LatentVariableModel;
import verisim.core.model.ModelState;
import verisim.core.model.PersistentModel;
import verisim.core.random.RandomStream;
import verisim.models.nn.Activation;
import verisim.models.nn.FeatureScaling;
import verisim.models.nn.Floors;
import verisim.models.nn.Network;

/**
 * A fitted VAE.
 *
 * <pre>{@code
 * p(z) = N(0, I)
 * p(x given z) = prod_d Bernoulli(sigmoid(f_d(z)))                       BINARY
 * p(x given z) = prod_d N(x_d; mean_d + scale_d f_d(z), scale_d^2 v_d)   REAL, mean and scale those of the training rows
 * q(z given x) = N(m(x), diag(s(x)^2))
 * }</pre>
 *
 * <p>Network outputs are single precision, sums of log-probabilities double. Densities are in the units of the data.
 */
final class Vae implements LatentVariableModel, PersistentModel {
    static final String NAME = "vae";
    private static final int BLOCK = 256;

    private final VaeArchitecture architecture;
    private final FeatureScaling scaling;
    private final float[] parameters;
    private final List<String> warnings;

    Vae(VaeArchitecture architecture, FeatureScaling scaling, float[] parameters) {
        this(architecture, scaling, parameters, List.of());
    }

    private Vae(VaeArchitecture architecture, FeatureScaling scaling, float[] parameters, List<String> warnings) {
        require(
                parameters.length == architecture.parameterCount(),
                "a VAE of this shape has %d parameters, but %d came",
                architecture.parameterCount(),
                parameters.length);
        this.architecture = architecture;
        this.scaling = scaling;
        this.parameters = parameters.clone();
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Returns the same model with a warning if decoder variances are within a tenth, of the deviation, of their floor.
     *
     * @param x rows whose codes are looked at where variances depend on them
     */
    Vae withFloorsOf(INDArray x) {
        if (dataKind() != DataKind.REAL) {
            return this;
        }
        double limit = architecture.minimumLogVariance() + 2 * Math.log(1.1);
        double[] variances = sharedLogVariances();
        long[] bound = new long[1];
        long all = features();
        if (variances != null) {
            bound[0] = Arrays.stream(variances).filter(v -> v <= limit).count();
        } else {
            float[] code = code(x);
            float[] z = new float[code.length / 2];
            for (int i = 0; i < z.length; i++) {
                z[i] = code[i / latents() * 2 * latents() + i % latents()];
            }
            all = x.length();
            decode(z, (outputs, from, count) -> {
                for (int i = 0; i < count * features(); i++) {
                    int at = i / features() * architecture.decoder().outputs();
                    bound[0] += logVariance(null, outputs, at, i % features()) <= limit ? 1 : 0;
                }
            });
        }
        String floor = "minimumDeviation = " + Floors.number(architecture.minimumDeviation())
                + " standard deviations of the feature";
        return new Vae(
                architecture,
                scaling,
                parameters,
                bound[0] >= 0.01 * all
                        ? Floors.warnings(bound[0], all, "deviations of the decoder", floor)
                        : List.of());
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public DataKind dataKind() {
        return architecture.kind();
    }

    @Override
    public int features() {
        return architecture.features();
    }

    @Override
    public int latents() {
        return architecture.latents();
    }

    @Override
    public INDArray encode(INDArray x, RandomStream random) {
        float[] code = code(x);
        int latents = latents();
        int n = code.length / (2 * latents);
        float[] z = new float[n * latents];
        random.fillGaussian(z, 0, z.length);
        for (int i = 0; i < z.length; i++) {
            int mean = i / latents * 2 * latents + i % latents;
            z[i] = (float) (code[mean] + Math.exp(0.5 * logVariance(code[mean + latents])) * z[i]);
        }
        return Arrays2d.matrix(z, n, latents);
    }

    @Override
    public INDArray logPosterior(INDArray z, INDArray x) {
        requireRows(z, latents(), "z");
        requirePairs(z, x);
        double[] values = Arrays2d.toDoubles(z);
        float[] code = code(x);
        int latents = latents();
        double[] out = new double[code.length / (2 * latents)];
        for (int r = 0; r < out.length; r++) {
            for (int j = 0; j < latents; j++) {
                int mean = r * 2 * latents + j;
                double logVar = logVariance(code[mean + latents]);
                out[r] += logNormal(values[r * latents + j], code[mean], logVar);
            }
        }
        return Arrays2d.vector(out);
    }

    @Override
    public INDArray logPrior(INDArray z) {
        requireRows(z, latents(), "z");
        double[] values = Arrays2d.toDoubles(z);
        double[] out = new double[values.length / latents()];
        for (int i = 0; i < values.length; i++) {
            out[i / latents()] += LogMath.logStandardNormal(values[i]);
        }
        return Arrays2d.vector(out);
    }

    @Override
    public INDArray logConditional(INDArray x, INDArray z) {
        requireRows(z, latents(), "z");
        float[] rows = checkedRows(x);
        requirePairs(z, x);
        float[] latent = Arrays2d.toFloats(z);
        int features = features();
        double[] out = new double[latent.length / latents()];
        double[] variances = sharedLogVariances();
        double logDeterminant = scaling.logDeterminant();
        decode(latent, (outputs, from, count) -> {
            int width = architecture.decoder().outputs();
            for (int r = 0; r < count; r++) {
                int example = from + r;
                out[example] = dataKind() == DataKind.BINARY
                        ? Bernoulli.logLikelihood(rows, example * features, outputs, r * width, features)
                        : logGaussian(rows, example * features, outputs, r * width, variances) - logDeterminant;
            }
        });
        return Arrays2d.vector(out);
    }

    @Override
    public INDArray samplePrior(int n, RandomStream random) {
        requireSampleSize(n);
        float[] z = new float[n * latents()];
        random.fillGaussian(z, 0, z.length);
        return Arrays2d.matrix(z, n, latents());
    }

    @Override
    public INDArray decode(INDArray z) {
        requireRows(z, latents(), "z");
        float[] latent = Arrays2d.toFloats(z);
        int features = features();
        int n = latent.length / latents();
        float[] means = new float[n * features];
        decode(latent, (outputs, from, count) -> copyMeans(outputs, count, means, from));
        if (dataKind() == DataKind.REAL) {
            scaling.restore(means, n);
        }
        return Arrays2d.matrix(means, n, features);
    }

    @Override
    public INDArray sample(int n, RandomStream random) {
        float[] latent = Arrays2d.toFloats(samplePrior(n, random.child("z")));
        RandomStream observation = random.child("x");
        int features = features();
        float[] x = new float[n * features];
        float[] noise = new float[features];
        double[] variances = sharedLogVariances();
        decode(latent, (outputs, from, count) -> {
            copyMeans(outputs, count, x, from);
            if (dataKind() == DataKind.BINARY) {
                observation.fillBernoulli(x, x, from * features, count * features);
                return;
            }
            int width = architecture.decoder().outputs();
            for (int r = 0; r < count; r++) {
                observation.fillGaussian(noise, 0, features);
                for (int d = 0; d < features; d++) {
                    double logVar = logVariance(variances, outputs, r * width, d);
                    x[(from + r) * features + d] += (float) (Math.exp(0.5 * logVar) * noise[d]);
                }
            }
        });
        if (dataKind() == DataKind.REAL) {
            scaling.restore(x, n);
        }
        return Arrays2d.matrix(x, n, features);
    }

    @Override
    public ModelState state() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("dataKind", dataKind().name().toLowerCase(Locale.ROOT));
        settings.put("features", features());
        settings.put("hidden", architecture.hidden());
        settings.put("latents", latents());
        settings.put("activation", architecture.activation().name().toLowerCase(Locale.ROOT));
        settings.put("decoderVariance", architecture.variance().label());
        settings.put("minimumDeviation", architecture.minimumDeviation());
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        arrays.put("parameters", Nd4j.createFromArray(parameters));
        arrays.put("mean", scaling.mean());
        arrays.put("scale", scaling.scale());
        return new ModelState(NAME, settings, arrays).withWarnings(warnings);
    }

    /** Returns the model that was saved as {@code state}. */
    static Vae of(ModelState state) {
        VaeArchitecture architecture = new VaeArchitecture(
                DataKind.valueOf(state.text("dataKind").toUpperCase(Locale.ROOT)),
                state.integer("features"),
                state.integers("hidden"),
                state.integer("latents"),
                Activation.Function.valueOf(state.text("activation").toUpperCase(Locale.ROOT)),
                DecoderVariance.of(state.text("decoderVariance")),
                state.number("minimumDeviation"));
        FeatureScaling scaling = FeatureScaling.of(state.array("mean"), state.array("scale"));
        return new Vae(architecture, scaling, Arrays2d.toFloats(state.array("parameters")), state.warnings());
    }

    /** Takes the decoder's outputs for rows {@code from .. from + count}. */
    private interface Block {
        void accept(float[] outputs, int from, int count);
    }

    private void decode(float[] z, Block block) {
        int latents = latents();
        int n = z.length / latents;
        Network.Pass pass = architecture.decoder().newPass(Math.max(1, Math.min(n, BLOCK)));
        float[] rows = new float[BLOCK * latents];
        for (int from = 0; from < n; from += BLOCK) {
            int count = Math.min(BLOCK, n - from);
            System.arraycopy(z, from * latents, rows, 0, count * latents);
            block.accept(pass.forward(parameters, architecture.decoderStart(), rows, count), from, count);
        }
    }

    /** Returns the encoder's outputs: means and raw log-variances, [n, 2 Z]. */
    private float[] code(INDArray x) {
        float[] values = checkedRows(x);
        int features = features();
        int n = values.length / features;
        int width = 2 * latents();
        float[] out = new float[n * width];
        Network.Pass pass = architecture.encoder().newPass(Math.max(1, Math.min(n, BLOCK)));
        float[] rows = new float[BLOCK * features];
        for (int from = 0; from < n; from += BLOCK) {
            int count = Math.min(BLOCK, n - from);
            System.arraycopy(values, from * features, rows, 0, count * features);
            System.arraycopy(pass.forward(parameters, 0, rows, count), 0, out, from * width, count * width);
        }
        return out;
    }

    /** Returns the rows as the networks take them: REAL data standardised, BINARY data checked to be 0 or 1. */
    private float[] checkedRows(INDArray x) {
        requireRows(x, features(), "x");
        float[] values = Arrays2d.toFloats(x);
        if (dataKind() == DataKind.REAL) {
            scaling.standardize(values, values.length / features());
            return values;
        }
        for (int i = 0; i < values.length; i++) {
            if (values[i] != 0f && values[i] != 1f) {
                require(
                        false,
                        "x must be binary for a VAE with a Bernoulli decoder, but row %d, column %d holds %s; binarise it",
                        i / features() + 1,
                        i % features() + 1,
                        values[i]);
            }
        }
        return values;
    }

    private static void requirePairs(INDArray z, INDArray x) {
        require(
                z.size(0) == x.size(0),
                "z and x must have a row for each other, but have %d and %d rows",
                z.size(0),
                x.size(0));
    }

    /** Copies the means of {@code p(x given z)} (standardised, for REAL data) to rows {@code from ..} of {@code out}. */
    private void copyMeans(float[] outputs, int count, float[] out, int from) {
        int features = features();
        int width = architecture.decoder().outputs();
        if (dataKind() == DataKind.BINARY) {
            FloatMath.sigmoid(outputs, outputs, 0, count * width);
        }
        for (int r = 0; r < count; r++) {
            System.arraycopy(outputs, r * width, out, (from + r) * features, features);
        }
    }

    private static double logVariance(float raw) {
        return Math.max(-VaeArchitecture.LOG_VARIANCE_LIMIT, Math.min(VaeArchitecture.LOG_VARIANCE_LIMIT, raw));
    }

    /** Returns the decoder's log-variances that do not depend on z, [D]; null if there are none. */
    private double[] sharedLogVariances() {
        if (architecture.varianceParameters() == 0) {
            return null;
        }
        double[] out = new double[features()];
        for (int d = 0; d < out.length; d++) {
            int raw = architecture.varianceStart() + (architecture.varianceParameters() == 1 ? 0 : d);
            out[d] = bounded(parameters[raw]);
        }
        return out;
    }

    private double bounded(double raw) {
        double floor = architecture.minimumLogVariance();
        return floor + LogMath.softplus(raw - floor);
    }

    private double logVariance(double[] shared, float[] outputs, int outputsFrom, int d) {
        return shared != null ? shared[d] : bounded(outputs[outputsFrom + features() + d]);
    }

    private double logGaussian(float[] x, int xFrom, float[] outputs, int outputsFrom, double[] shared) {
        double sum = 0;
        for (int d = 0; d < features(); d++) {
            sum += logNormal(x[xFrom + d], outputs[outputsFrom + d], logVariance(shared, outputs, outputsFrom, d));
        }
        return sum;
    }

    private static double logNormal(double x, double mean, double logVariance) {
        double difference = x - mean;
        return -0.5 * (LogMath.LOG_TWO_PI + logVariance + difference * difference * Math.exp(-logVariance));
    }
}
