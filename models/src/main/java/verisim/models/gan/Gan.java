package verisim.models.gan;

import static verisim.core.Checks.require;
import static verisim.core.Checks.requireRows;
import static verisim.core.Checks.requireSampleSize;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.model.DiscriminatorModel;
import verisim.core.model.ImplicitModel;
import verisim.core.model.ModelState;
import verisim.core.model.PersistentModel;
import verisim.core.random.RandomStream;
import verisim.models.nn.FeatureScaling;
import verisim.models.nn.Network;

/** A fitted GAN: {@code x = G(z)}, z standard normal; for BINARY data x is drawn from the probabilities {@code G(z)}. */
final class Gan implements ImplicitModel, DiscriminatorModel, PersistentModel {
    static final String NAME = "gan";
    private static final int BLOCK = 256;

    private final GanArchitecture architecture;
    private final FeatureScaling scaling;
    private final float[] generatorParameters;
    private final float[] discriminatorParameters;

    Gan(
            GanArchitecture architecture,
            FeatureScaling scaling,
            float[] generatorParameters,
            float[] discriminatorParameters) {
        int g = architecture.generator().parameterCount();
        int d = architecture.discriminator().parameterCount();
        require(
                generatorParameters.length == g && discriminatorParameters.length == d,
                "a GAN of this shape has %d and %d parameters, but %d and %d came",
                g,
                d,
                generatorParameters.length,
                discriminatorParameters.length);
        this.architecture = architecture;
        this.scaling = scaling;
        this.generatorParameters = generatorParameters.clone();
        this.discriminatorParameters = discriminatorParameters.clone();
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
    public INDArray sampleNoise(int n, RandomStream random) {
        requireSampleSize(n);
        float[] z = new float[n * latents()];
        random.fillGaussian(z, 0, z.length);
        return Arrays2d.matrix(z, n, latents());
    }

    @Override
    public INDArray generate(INDArray z) {
        requireRows(z, latents(), "z");
        float[] x = generated(z);
        return Arrays2d.matrix(x, x.length / features(), features());
    }

    @Override
    public INDArray sample(int n, RandomStream random) {
        float[] x = generated(sampleNoise(n, random.child("z")));
        if (dataKind() == DataKind.BINARY) {
            random.child("x").fillBernoulli(x, x, 0, x.length);
        }
        return Arrays2d.matrix(x, n, features());
    }

    @Override
    public INDArray discriminatorLogit(INDArray x) {
        requireRows(x, features(), "x");
        float[] values = Arrays2d.toFloats(x);
        int n = values.length / features();
        scaling.standardize(values, n);
        float[] logits = new float[n];
        Network network = architecture.discriminator();
        Network.Pass pass = network.newPass(Math.max(1, Math.min(n, BLOCK)));
        float[] rows = new float[BLOCK * features()];
        for (int from = 0; from < n; from += BLOCK) {
            int count = Math.min(BLOCK, n - from);
            System.arraycopy(values, from * features(), rows, 0, count * features());
            System.arraycopy(pass.forward(discriminatorParameters, 0, rows, count), 0, logits, from, count);
        }
        double[] out = new double[n];
        for (int i = 0; i < n; i++) {
            out[i] = logits[i];
        }
        return Arrays2d.vector(out);
    }

    @Override
    public ModelState state() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("dataKind", dataKind().name().toLowerCase(Locale.ROOT));
        settings.put("features", features());
        settings.put("latents", latents());
        settings.put("generatorHidden", architecture.generatorHidden());
        settings.put("discriminatorHidden", architecture.discriminatorHidden());
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        arrays.put("generator", Nd4j.createFromArray(generatorParameters));
        arrays.put("discriminator", Nd4j.createFromArray(discriminatorParameters));
        arrays.put("mean", scaling.mean());
        arrays.put("scale", scaling.scale());
        return new ModelState(NAME, settings, arrays);
    }

    /** Returns the model that was saved as {@code state}. */
    static Gan of(ModelState state) {
        GanArchitecture architecture = new GanArchitecture(
                DataKind.valueOf(state.text("dataKind").toUpperCase(Locale.ROOT)),
                state.integer("features"),
                state.integer("latents"),
                state.integers("generatorHidden"),
                state.integers("discriminatorHidden"));
        return new Gan(
                architecture,
                FeatureScaling.of(state.array("mean"), state.array("scale")),
                Arrays2d.toFloats(state.array("generator")),
                Arrays2d.toFloats(state.array("discriminator")));
    }

    /** Returns G(z) in the units of the data. */
    private float[] generated(INDArray z) {
        float[] noise = Arrays2d.toFloats(z);
        int n = noise.length / latents();
        float[] x = new float[n * features()];
        Network.Pass pass = architecture.generator().newPass(Math.max(1, Math.min(n, BLOCK)));
        float[] rows = new float[BLOCK * latents()];
        for (int from = 0; from < n; from += BLOCK) {
            int count = Math.min(BLOCK, n - from);
            System.arraycopy(noise, from * latents(), rows, 0, count * latents());
            float[] outputs = pass.forward(generatorParameters, 0, rows, count);
            architecture.present(outputs, x, from * features(), count);
        }
        if (dataKind() == DataKind.REAL) {
            scaling.restore(x, n);
        }
        return x;
    }
}
