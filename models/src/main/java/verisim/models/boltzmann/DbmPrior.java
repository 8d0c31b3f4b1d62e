package verisim.models.boltzmann;

import java.util.OptionalInt;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.model.AnnealingPath;
import verisim.core.model.UnnormalizedDensity;
import verisim.core.random.RandomStream;

/**
 * The odd layers of a deep Boltzmann machine, all others summed out. Its annealing path is over the even layers (v, h2), the odd ones summed
 * out: both have the same Z.
 *
 * <p>Decision: a path over h1 begins with v uniform, which is far from data whose ones are rare; over (v, h2) it begins at base rates of
 * v. Seen on short runs of a DBM 784-500-1000: 1.05 effective chains of 100 after 1,000 steps over h1, 1.97 over (v, h2) on another, less
 * trained machine. The two have not been compared on one machine, and 1,000 steps are too few for either.
 */
final class DbmPrior implements UnnormalizedDensity {
    private final Rbm layers;

    /** @param layers odd layers as visible, even ones as hidden units */
    DbmPrior(Rbm layers) {
        this.layers = layers;
    }

    /**
     * Returns the path from independent even units, with the fields they have where the odd ones stand at their base rates.
     *
     * @param model odd layers as visible, even ones as hidden units
     * @param oddLogits base rates of the odd layers
     */
    static AnnealingPath path(RbmParameters model, float[] oddLogits) {
        int odd = model.visible();
        int even = model.hidden();
        RbmParameters turned = RbmParameters.zeros(even, odd);
        for (int r = 0; r < odd; r++) {
            for (int c = 0; c < even; c++) {
                turned.values()[c * odd + r] = model.values()[r * even + c];
            }
        }
        System.arraycopy(model.values(), model.hiddenFrom(), turned.values(), turned.visibleFrom(), even);
        System.arraycopy(model.values(), model.visibleFrom(), turned.values(), turned.hiddenFrom(), odd);
        float[] evenLogits = new float[even];
        model.hiddenFields(RbmUpdates.means(oddLogits), 1, evenLogits);
        return new RbmAnnealingPath(turned, evenLogits);
    }

    @Override
    public AnnealingPath annealingPath() {
        return path(layers.parameters(), layers.baseLogits());
    }

    @Override
    public DataKind dataKind() {
        return layers.dataKind();
    }

    @Override
    public int features() {
        return layers.features();
    }

    @Override
    public INDArray sample(int n, RandomStream random) {
        return layers.sample(n, random);
    }

    @Override
    public INDArray unnormalizedLogProbability(INDArray x) {
        return layers.unnormalizedLogProbability(x);
    }

    @Override
    public OptionalInt enumerationUnits() {
        return layers.enumerationUnits();
    }

    @Override
    public double logPartitionByEnumeration() {
        return layers.logPartitionByEnumeration();
    }
}
