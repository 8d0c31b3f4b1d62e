package verisim.core.divergence;

/** {@code KL(model, truth) = E_model[log q(x) - log p(x)]}, nats. */
public final class KlReverseProvider extends DivergenceProvider {
    public KlReverseProvider() {
        super(Divergence.KL_REVERSE);
    }

    @Override
    public String name() {
        return "kl-reverse";
    }

    @Override
    public String description() {
        return "KL(model, truth): how unlikely the model's samples are under the truth";
    }

    @Override
    public String caution() {
        return "not a measure of coverage: a model of one mode out of many loses only the logarithm of their number";
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
