package verisim.models.nn;

import static verisim.core.Checks.require;

/** Keeps the best parameters by validation score and says when {@code patience} epochs in a row have brought nothing better. */
public final class EarlyStopping {
    private final int patience;
    private float[] best;
    private double bestScore = Double.NEGATIVE_INFINITY;
    private int bestEpoch;
    private int worse;

    public EarlyStopping(int patience) {
        require(patience >= 1, "patience must be at least 1, but was %d", patience);
        this.patience = patience;
    }

    /**
     * Takes note of an epoch.
     *
     * @param score higher is better, on validation data
     * @return whether training should go on
     */
    public boolean record(int epoch, double score, float[] parameters) {
        if (score > bestScore || best == null) {
            bestScore = score;
            bestEpoch = epoch;
            best = parameters.clone();
            worse = 0;
        } else {
            worse++;
        }
        return worse < patience;
    }

    /** Returns whether an epoch has been recorded. */
    public boolean hasBest() {
        return best != null;
    }

    /** Returns the parameters of the best epoch. */
    public float[] best() {
        if (best == null) {
            throw new IllegalStateException("no epoch has been recorded yet");
        }
        return best.clone();
    }

    public double bestScore() {
        return bestScore;
    }

    public int bestEpoch() {
        return bestEpoch;
    }

    /** Returns the parameters of the best epoch, not a copy: they change no more. Empty if there is none yet. */
    public float[] savedBest() {
        return best == null ? new float[0] : best;
    }

    /** Returns what {@link #restore} needs besides the best parameters. */
    public double[] state() {
        return new double[] {bestScore, bestEpoch, worse};
    }

    /** Goes on from a state of {@link #state} and {@link #savedBest}. */
    public void restore(double[] state, float[] savedBest) {
        require(state.length == 3, "the state of early stopping has 3 numbers, but got %d", state.length);
        bestScore = state[0];
        bestEpoch = (int) state[1];
        worse = (int) state[2];
        best = savedBest.length == 0 ? null : savedBest;
    }
}
