package verisim.models.vae;

import static verisim.core.Checks.require;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.random.RandomStream;
import verisim.models.nn.Activation;
import verisim.models.nn.Layer;
import verisim.models.nn.Network;

/**
 * The networks of a VAE and the layout of its one flat parameter vector: encoder (D to hidden to 2 Z: means, then
 * log-variances), decoder (Z to hidden in reverse to D logits or means, with decoder variance OUTPUT another D raw
 * log-variances), then the raw log-variances that do not depend on z.
 */
final class VaeArchitecture {
    /**
     * Log-variances of {@code q(z given x)} are cut off here. Beyond, exp would overflow to infinity or the deviation sink under
     * the rounding of the mean, and {@code (z - mean) / deviation} would be no number.
     */
    static final float LOG_VARIANCE_LIMIT = 20f;

    private final DataKind kind;
    private final int features;
    private final List<Integer> hidden;
    private final int latents;
    private final Activation.Function activation;
    private final DecoderVariance variance;
    private final double minimumDeviation;
    private final Network encoder;
    private final Network decoder;
    private final int varianceParameters;

    VaeArchitecture(
            DataKind kind,
            int features,
            List<Integer> hidden,
            int latents,
            Activation.Function activation,
            DecoderVariance variance,
            double minimumDeviation) {
        require(kind != DataKind.CATEGORICAL, "vae has decoders for BINARY and REAL data, not for %s", kind);
        require(features >= 1, "features must be at least 1, but was %d", features);
        require(latents >= 1, "latents must be at least 1, but was %d", latents);
        require(
                minimumDeviation > 0 && minimumDeviation < 1,
                "minimumDeviation must be greater than 0 and less than 1, but was %s",
                minimumDeviation);
        this.kind = kind;
        this.features = features;
        this.hidden = List.copyOf(hidden);
        this.latents = latents;
        this.activation = activation;
        this.variance = variance;
        this.minimumDeviation = minimumDeviation;
        this.encoder = Network.perceptron(features, hidden, 2 * latents, activation);
        List<Integer> reversed = new ArrayList<>(hidden);
        Collections.reverse(reversed);
        boolean real = kind == DataKind.REAL;
        int outputs = real && variance == DecoderVariance.OUTPUT ? 2 * features : features;
        this.decoder = Network.perceptron(latents, reversed, outputs, activation);
        this.varianceParameters =
                !real || variance == DecoderVariance.OUTPUT ? 0 : variance == DecoderVariance.SHARED ? 1 : features;
    }

    DataKind kind() {
        return kind;
    }

    int features() {
        return features;
    }

    List<Integer> hidden() {
        return hidden;
    }

    int latents() {
        return latents;
    }

    Activation.Function activation() {
        return activation;
    }

    DecoderVariance variance() {
        return variance;
    }

    double minimumDeviation() {
        return minimumDeviation;
    }

    Network encoder() {
        return encoder;
    }

    Network decoder() {
        return decoder;
    }

    int decoderStart() {
        return encoder.parameterCount();
    }

    int varianceStart() {
        return encoder.parameterCount() + decoder.parameterCount();
    }

    /** Returns how many raw log-variances stand outside the decoder: 0, 1 or D. */
    int varianceParameters() {
        return varianceParameters;
    }

    int parameterCount() {
        return varianceStart() + varianceParameters;
    }

    /** Returns the smallest decoder log-variance. */
    double minimumLogVariance() {
        return 2 * Math.log(minimumDeviation);
    }

    /** Draws initial parameters; raw log-variances start at 0, a deviation of about 1 in standardised units. */
    float[] initialize(RandomStream random) {
        float[] parameters = new float[parameterCount()];
        encoder.initialize(parameters, 0, random.child("encoder"));
        decoder.initialize(parameters, decoderStart(), random.child("decoder"));
        return parameters;
    }

    /**
     * Sets the decoder's output biases to the logits of the data's means, so that training begins at the product of Bernoullis.
     * A mean counts one 0 and one 1 more than there are: a constant feature has a finite logit.
     */
    void startAtDataMean(float[] parameters, Dataset train) {
        int last = decoder.layers().size() - 1;
        Layer output = decoder.layers().get(last);
        int bias = decoderStart() + decoder.layerStart(last) + output.inputs() * output.outputs();
        for (int d = 0; d < features; d++) {
            double ones = 1;
            for (int r = 0; r < train.size(); r++) {
                ones += train.value(r, d);
            }
            parameters[bias + d] = (float) Math.log(ones / (train.size() + 2 - ones));
        }
    }
}
