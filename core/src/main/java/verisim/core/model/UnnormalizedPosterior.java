package verisim.core.model;

/**
 * A model whose latent variables given an example are an energy model too, as the hidden layers of a deep Boltzmann machine. The partition
 * function of that model gives {@code log p(x)} itself, where an encoder only gives a bound.
 */
public interface UnnormalizedPosterior extends UnnormalizedPrior {
    /**
     * The latent variables given one example x, unnormalised. With {@code Z_x} of {@code density} and Z of {@link #prior}:
     *
     * <pre>{@code log p(x) = logFactor + log Z_x - log Z}</pre>
     *
     * @param density proportional to {@code p(z given x)}; its base distribution is best near it
     * @param logFactor nats
     */
    record Posterior(UnnormalizedDensity density, double logFactor) {}

    /**
     * Returns the posterior given one example.
     *
     * @param x D values; not kept
     */
    Posterior posterior(float[] x);
}
