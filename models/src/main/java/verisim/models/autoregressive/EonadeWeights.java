package verisim.models.autoregressive;

import static verisim.core.Checks.require;

import verisim.core.math.NativeFloats;

/** Parameters of an EoNADE as passes feature by feature want them. Not changed once made, so threads may share it. */
final class EonadeWeights {
    private final EonadeShape shape;
    private final float[] parameters;
    private final float[][] output;
    private final NativeFloats[] between;

    /** @param parameters as {@link EonadeShape} describes them; kept, not copied */
    EonadeWeights(EonadeShape shape, float[] parameters) {
        require(
                parameters.length == shape.parameterCount(),
                "eonade needs %d parameters, but got %d",
                shape.parameterCount(),
                parameters.length);
        this.shape = shape;
        this.parameters = parameters;
        int last = shape.layers();
        this.output = new float[shape.features()][shape.inputs(last)];
        for (int j = 0; j < shape.inputs(last); j++) {
            for (int i = 0; i < shape.features(); i++) {
                output[i][j] = parameters[shape.weights(last) + j * shape.features() + i];
            }
        }
        this.between = new NativeFloats[last];
        for (int l = 1; l < last; l++) {
            int size = shape.inputs(l) * shape.width(l);
            between[l] = new NativeFloats(size);
            between[l].put(0, parameters, shape.weights(l), size);
        }
    }

    EonadeShape shape() {
        return shape;
    }

    float[] parameters() {
        return parameters;
    }

    /** Returns the weight from {@code x_feature * m_feature} to a unit of the first hidden layer. */
    float value(int feature, int unit) {
        return parameters[feature * shape.width(0) + unit];
    }

    /** Returns the weight from {@code m_feature} to a unit of the first hidden layer. */
    float seen(int feature, int unit) {
        return parameters[(shape.features() + feature) * shape.width(0) + unit];
    }

    float bias(int layer, int unit) {
        return parameters[shape.biases(layer) + unit];
    }

    /** Returns the weights from the last hidden layer to the logit of a feature. */
    float[] output(int feature) {
        return output[feature];
    }

    /** Returns the weights [inputs, width] into hidden layer {@code layer}, from 1. */
    NativeFloats between(int layer) {
        return between[layer];
    }
}
