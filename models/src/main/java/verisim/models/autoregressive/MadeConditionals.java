package verisim.models.autoregressive;

import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Levels;
import verisim.core.math.Arrays2d;
import verisim.models.nn.FeatureScaling;

/**
 * Which family of conditionals a kind of data takes, and how its values become the network's.
 *
 * @param levels of CATEGORICAL data, else not looked at
 * @param components K of the mixtures for REAL data, else not looked at
 * @param scaleFloor their smallest standard deviation
 */
record MadeConditionals(DataKind kind, Optional<Levels> levels, int components, double scaleFloor) {
    /** The family for data of this kind. */
    static MadeConditionals of(Dataset train, int components, double scaleFloor) {
        return new MadeConditionals(
                train.kind(),
                train.kind() == DataKind.CATEGORICAL ? Optional.of(Levels.of(train)) : Optional.empty(),
                components,
                scaleFloor);
    }

    Conditionals conditionals() {
        return switch (kind) {
            case BINARY -> new BernoulliConditionals();
            case CATEGORICAL -> new CategoricalConditionals(levels.orElseThrow());
            case REAL -> new MixtureConditionals(components, scaleFloor);
        };
    }

    /** Returns the scaling for training data: none, to [-1, 1], or to mean 0 and deviation 1. */
    FeatureScaling scaling(Dataset train) {
        int d = train.features();
        return switch (kind) {
            case BINARY -> FeatureScaling.none(d);
            case REAL -> FeatureScaling.of(train);
            case CATEGORICAL -> {
                double[] half = new double[d];
                Arrays.setAll(
                        half,
                        j -> CategoricalConditionals.half(levels.orElseThrow().count(j)));
                INDArray values = Arrays2d.vector(half);
                yield FeatureScaling.of(values, values);
            }
        };
    }

    /** Returns the rows in the network's units. */
    Dataset inputs(Dataset data, FeatureScaling scaling) {
        if (kind == DataKind.BINARY) {
            return data;
        }
        float[] values = data.toFloats();
        scaling.standardize(values, data.size());
        return Dataset.of(data.name(), data.split(), DataKind.REAL, values, data.features());
    }

    /** Returns what to subtract from a log-likelihood in the network's units: probabilities of categories have no unit. */
    double logVolume(FeatureScaling scaling) {
        return kind == DataKind.REAL ? scaling.logDeterminant() : 0;
    }
}
