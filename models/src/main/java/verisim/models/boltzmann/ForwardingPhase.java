package verisim.models.boltzmann;

import java.util.Map;
import verisim.core.random.RandomStream;

/** A negative phase that does something more than the one it wraps, whose chains it keeps. */
abstract class ForwardingPhase implements NegativePhase {
    private final NegativePhase wrapped;

    ForwardingPhase(NegativePhase wrapped) {
        this.wrapped = wrapped;
    }

    @Override
    public final int mostRows() {
        return wrapped.mostRows();
    }

    @Override
    public final void settle(int steps, RandomStream random) {
        wrapped.settle(steps, random);
    }

    @Override
    public final void follow(float[] gradient) {
        wrapped.follow(gradient);
    }

    @Override
    public final Map<String, Double> figures() {
        return wrapped.figures();
    }

    @Override
    public final Map<String, float[]> state() {
        return wrapped.state();
    }

    @Override
    public final void restore(Map<String, float[]> state) {
        wrapped.restore(state);
    }
}
