package verisim.models.gan;

import static verisim.core.Checks.require;

import java.util.List;
import verisim.core.data.DataKind;
import verisim.core.math.FloatMath;
import verisim.models.nn.Activation;
import verisim.models.nn.Network;

/**
 * The networks of a GAN. Generator: Z noise values to ReLU layers to D values, linear for REAL data (standardised), sigmoid for
 * BINARY data. Discriminator: D values to leaky ReLU layers to one logit.
 */
final class GanArchitecture {
    private final DataKind kind;
    private final int features;
    private final int latents;
    private final List<Integer> generatorHidden;
    private final List<Integer> discriminatorHidden;
    private final Network generator;
    private final Network discriminator;

    GanArchitecture(
            DataKind kind,
            int features,
            int latents,
            List<Integer> generatorHidden,
            List<Integer> discriminatorHidden) {
        require(kind != DataKind.CATEGORICAL, "gan generates BINARY and REAL data, not %s", kind);
        require(features >= 1, "features must be at least 1, but was %d", features);
        require(latents >= 1, "latents must be at least 1, but was %d", latents);
        this.kind = kind;
        this.features = features;
        this.latents = latents;
        this.generatorHidden = List.copyOf(generatorHidden);
        this.discriminatorHidden = List.copyOf(discriminatorHidden);
        this.generator = Network.perceptron(latents, generatorHidden, features, Activation.Function.RELU);
        this.discriminator = Network.perceptron(features, discriminatorHidden, 1, Activation.Function.LEAKY_RELU);
    }

    DataKind kind() {
        return kind;
    }

    int features() {
        return features;
    }

    int latents() {
        return latents;
    }

    List<Integer> generatorHidden() {
        return generatorHidden;
    }

    List<Integer> discriminatorHidden() {
        return discriminatorHidden;
    }

    Network generator() {
        return generator;
    }

    Network discriminator() {
        return discriminator;
    }

    /** Copies network outputs to {@code out[outFrom ..)} as the discriminator sees them: probabilities for BINARY data. */
    void present(float[] outputs, float[] out, int outFrom, int rows) {
        int n = rows * features;
        System.arraycopy(outputs, 0, out, outFrom, n);
        if (kind == DataKind.BINARY) {
            FloatMath.sigmoid(out, out, outFrom, n);
        }
    }
}
