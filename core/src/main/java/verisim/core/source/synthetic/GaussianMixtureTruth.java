package verisim.core.source.synthetic;

import static verisim.core.Checks.require;

import java.util.List;
import verisim.core.data.DataKind;
import verisim.core.math.LogMath;
import verisim.core.random.RandomStream;

/** A mixture of normal distributions, {@code p(x) = sum_k w_k N(x; m_k, C_k)}. A sample's label is its component. */
public final class GaussianMixtureTruth extends SyntheticTruth {
    private final double[] weights;
    private final double[] logWeights;
    private final List<GaussianDistribution> components;

    /**
     * @param weights w, [K], greater than 0; they are divided by their sum
     * @param components K distributions of the same D
     */
    public GaussianMixtureTruth(double[] weights, List<GaussianDistribution> components) {
        super(DataKind.REAL, Discrete.first(components, "components").features());
        require(
                weights.length == components.size(),
                "there must be one weight for each of the %d components, but there are %d",
                components.size(),
                weights.length);
        for (GaussianDistribution component : components) {
            require(
                    component.features() == features(),
                    "components must have the same D, but have %d and %d",
                    features(),
                    component.features());
        }
        this.weights = Discrete.normalise(weights, "weights");
        this.logWeights = new double[weights.length];
        for (int k = 0; k < weights.length; k++) {
            require(weights[k] > 0, "weights must be greater than 0, but weight %d is %s", k, weights[k]);
            logWeights[k] = Math.log(this.weights[k]);
        }
        this.components = List.copyOf(components);
    }

    /** Returns w, [K], of sum 1. */
    public double[] weights() {
        return weights.clone();
    }

    public List<GaussianDistribution> components() {
        return components;
    }

    @Override
    public boolean labelled() {
        return true;
    }

    @Override
    int drawRow(double[] row, RandomStream random) {
        int k = Discrete.draw(weights, random);
        components.get(k).drawRow(row, random);
        return k;
    }

    @Override
    double logProbability(double[] x, int from) {
        double[] terms = new double[weights.length];
        for (int k = 0; k < terms.length; k++) {
            terms[k] = logWeights[k] + components.get(k).logProbability(x, from);
        }
        return LogMath.logSumExp(terms);
    }
}
