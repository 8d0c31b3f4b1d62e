package verisim.core.divergence;

/** Jensen-Shannon divergence with the factor one half, from 0 to log 2, nats. */
public final class JensenShannonProvider extends DivergenceProvider {
    public JensenShannonProvider() {
        super(Divergence.JENSEN_SHANNON);
    }

    @Override
    public String name() {
        return "js";
    }

    @Override
    public String description() {
        return "Jensen-Shannon divergence of truth and model, with the factor one half: 0 if they are equal, log 2 = 0.693 if they never overlap";
    }

    @Override
    public String caution() {
        return "not a distance between separate distributions: it stays at log 2 however far apart they are; some papers leave out the one half";
    }

    @Override
    public String paper() {
        return "Lin (1991), Divergence measures based on the Shannon entropy, https://doi.org/10.1109/18.61115";
    }

    @Override
    public String unit() {
        return "nats/example";
    }
}
