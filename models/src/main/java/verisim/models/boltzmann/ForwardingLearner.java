package verisim.models.boltzmann;

import java.util.Map;

/** A learner that makes something of a batch before the one it wraps, whose parameters and state it has. */
abstract class ForwardingLearner implements Learner {
    /** Returns the learner that is wrapped. */
    abstract Learner wrapped();

    @Override
    public final float[] parameters() {
        return wrapped().parameters();
    }

    @Override
    public final void setParameters(float[] values) {
        wrapped().setParameters(values);
    }

    @Override
    public final boolean finite() {
        return wrapped().finite();
    }

    @Override
    public Map<String, Double> figures() {
        return wrapped().figures();
    }

    @Override
    public final Map<String, float[]> state() {
        return wrapped().state();
    }

    @Override
    public final void restore(Map<String, float[]> state) {
        wrapped().restore(state);
    }
}
