package verisim.core.divergence;

/** {@code KL(truth, model) = E_truth[log p(x) - log q(x)]}, nats. */
public final class KlForwardProvider extends DivergenceProvider {
    public KlForwardProvider() {
        super(Divergence.KL_FORWARD);
    }

    @Override
    public String name() {
        return "kl-forward";
    }

    @Override
    public String description() {
        return "KL(truth, model): the gap of the model's log-likelihood to the truth's, the entropy bound; by enumeration where that"
                + " can be done, else the mean over test rows of the difference row by row";
    }

    @Override
    public String caution() {
        return "not a measure of sample quality: a model that covers the truth and much else loses little";
    }

    @Override
    public String paper() {
        return "Kullback and Leibler (1951), On information and sufficiency, https://doi.org/10.1214/aoms/1177729694";
    }

    @Override
    public String unit() {
        return "nats/example";
    }
}
