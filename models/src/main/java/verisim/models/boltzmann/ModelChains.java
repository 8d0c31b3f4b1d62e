package verisim.models.boltzmann;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import verisim.core.math.FloatMath;
import verisim.core.random.RandomStream;

/**
 * Chains of the model that go on from one update to the next, k steps each time: persistent contrastive divergence, and parallel
 * tempering if the chains have replicas. The gradient is right in expectation once they have caught up with the model.
 *
 * @see <a href="https://doi.org/10.1145/1390156.1390290">Tieleman (2008), Training restricted Boltzmann machines using approximations
 *     to the likelihood gradient</a>
 */
final class ModelChains implements NegativePhase {
    private static final String CHAINS = "chains";

    private final RbmParameters model;
    private final ParallelChains chains;
    private final int steps;

    ModelChains(RbmParameters model, ParallelChains chains, int steps) {
        this.model = model;
        this.chains = chains;
        this.steps = steps;
    }

    @Override
    public int mostRows() {
        return chains.chains();
    }

    @Override
    public void fill(PhaseRows rows, RandomStream random) {
        rows.readHidden(0, rows.dataRows());
        append(rows, random);
    }

    @Override
    public void settle(int settlingSteps, RandomStream random) {
        for (int k = 0; k < settlingSteps; k++) {
            chains.step(random);
        }
    }

    /** Moves the chains and appends their rows to those of the data. */
    void append(PhaseRows rows, RandomStream random) {
        int n = rows.dataRows();
        settle(steps, random);
        rows.appendModelRows(chains.chains());
        chains.copyVisible(rows.visible, n);
        chains.copyHiddenFields(rows.hidden, n);
        FloatMath.sigmoid(rows.hidden, rows.hidden, n * model.hidden(), chains.chains() * model.hidden());
    }

    /** The least and the mean share of exchanges that took place, over pairs of neighbours. */
    @Override
    public Map<String, Double> figures() {
        double[] rates = chains.swapRates();
        if (rates.length == 0) {
            return Map.of();
        }
        Map<String, Double> out = new LinkedHashMap<>();
        out.put("swap-rate-least", Arrays.stream(rates).min().orElseThrow());
        out.put("swap-rate-mean", Arrays.stream(rates).average().orElseThrow());
        return out;
    }

    @Override
    public Map<String, float[]> state() {
        return Map.of(CHAINS, chains.save());
    }

    @Override
    public void restore(Map<String, float[]> state) {
        chains.restore(state.get(CHAINS));
    }
}
