package verisim.models.boltzmann;

import static verisim.core.Checks.require;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import verisim.core.io.OrderedMaps;
import verisim.core.model.ModelState;
import verisim.core.random.RandomStream;
import verisim.core.statistics.ChainDiagnostics;

/**
 * How samples of an RBM are drawn: up to {@link #CHAINS} chains side by side, started at the base rates. Each gives its first sample
 * after {@code burnIn} steps and further ones every {@code thinning} steps.
 *
 * <p>Decision. Many chains rather than few long ones: samples of different chains are independent of each other, whatever the model,
 * while samples of one chain are only as independent as the chain mixes, and chains of trained RBMs mix slowly. The price is that each
 * chain must forget its start. Up to 1,000 samples so cost the burn-in of as many chains, and a chain that has forgotten its start in
 * {@code burnIn} steps forgets a sample in as many, which is the default of {@code thinning}.
 *
 * @param burnIn steps before the first sample of a chain, at least 1
 * @param thinning steps between two samples of a chain, at least 1
 * @param temperatures replicas of each chain (see {@link ParallelChains}); 1 for plain Gibbs sampling
 */
record GibbsSampling(int burnIn, int thinning, int temperatures) {
    /** Steps unless an option says otherwise. */
    static final int STEPS = 1000;

    /** Most chains. */
    static final int CHAINS = 1000;

    /** Above this the chains disagree: the limit of Gelman and Rubin (1992); 1.01 would need longer windows than these. */
    static final double LARGEST_R_HAT = 1.1;

    private static final int WATCHED_CHAINS = 100;
    private static final int WATCHED_DRAWS = 50;

    GibbsSampling {
        require(burnIn >= 1, "burnIn must be at least 1, but was %d", burnIn);
        require(thinning >= 1, "thinning must be at least 1, but was %d", thinning);
        require(temperatures >= 1, "sampleTemperatures must be at least 1, but was %d", temperatures);
    }

    /** Returns plain Gibbs sampling with as many steps between samples as before the first. */
    static GibbsSampling every(int steps) {
        return new GibbsSampling(steps, steps, 1);
    }

    /**
     * Samples, and how the chains behind them did.
     *
     * @param rows [n, D]
     * @param chains of the free energy of up to 100 chains in the second half of the burn-in; null if that has fewer than 8 steps
     * @param interval steps between the draws of {@code chains}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Samples(float[] rows, ChainDiagnostics chains, int interval) {
        /** Returns whether the chains disagreed about the free energy when the first samples were taken. */
        boolean unmixed() {
            return chains != null && chains.rHat() > LARGEST_R_HAT;
        }
    }

    /** Draws {@code n} rows. */
    float[] rows(RbmParameters model, float[] baseLogits, int n, RandomStream random) {
        return draw(model, baseLogits, n, random).rows();
    }

    /** Returns what is known against samples that were drawn by these settings. */
    List<String> warnings(Samples samples) {
        return samples.unmixed()
                ? List.of(String.format(
                        Locale.ROOT,
                        "chains of the sampler have not mixed after burnIn=%d steps: R-hat of the free energy is %.3f (above %s),"
                                + " autocorrelation time %.3g steps; raise burnIn and thinning, or sampleTemperatures",
                        burnIn,
                        samples.chains().rHat(),
                        LARGEST_R_HAT,
                        samples.chains().autocorrelationTime() * samples.interval()))
                : List.of();
    }

    Samples draw(RbmParameters model, float[] baseLogits, int n, RandomStream random) {
        int chains = Math.min(n, CHAINS);
        int visible = model.visible();
        ParallelChains states = new ParallelChains(model, baseLogits, temperatures, chains);
        float[] now = new float[chains * visible];
        float[] out = new float[Math.multiplyExact(n, visible)];
        RandomStream moves = random.child("chains");
        int watched = Math.min(chains, WATCHED_CHAINS);
        int interval = Math.max(1, burnIn / 2 / WATCHED_DRAWS);
        int draws = burnIn / 2 / interval;
        double[][] energies = new double[watched][draws];
        for (int step = 1; step <= burnIn; step++) {
            states.step(moves);
            int back = burnIn - step;
            if (back % interval == 0 && back / interval < draws) {
                states.copyVisible(now, 0);
                double[] logs = model.logUnnormalizedBatch(now, watched);
                for (int c = 0; c < watched; c++) {
                    energies[c][draws - 1 - back / interval] = -logs[c];
                }
            }
        }
        for (int from = 0; from < n; from += chains) {
            for (int step = 0; from > 0 && step < thinning; step++) {
                states.step(moves);
            }
            states.copyVisible(now, 0);
            System.arraycopy(now, 0, out, from * visible, Math.min(chains, n - from) * visible);
        }
        return new Samples(out, draws >= 4 && watched > 1 ? ChainDiagnostics.of(energies) : null, interval);
    }

    /** Returns these settings as a saved model keeps them. */
    Map<String, Object> settings() {
        return OrderedMaps.of(Map.of("burnIn", burnIn, "thinning", thinning, "sampleTemperatures", temperatures));
    }

    /** Returns the settings of a saved model. */
    static GibbsSampling of(ModelState state) {
        return new GibbsSampling(
                state.integer("burnIn"), state.integer("thinning"), state.integer("sampleTemperatures"));
    }
}
