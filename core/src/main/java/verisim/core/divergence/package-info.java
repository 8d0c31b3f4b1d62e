/**
 * How far a model is from a known truth: Kullback-Leibler divergences both ways, Jensen-Shannon divergence, total variation.
 * Read {@link verisim.core.divergence.DivergenceProvider} first.
 *
 * <p>Decisions. (1) Sums over all states, or over the truth's support where that is short, come before Monte Carlo. (2) For a
 * model without density on few binary states the divergence of its samples' histogram is given as an <em>upper bound</em>: each
 * divergence is convex in the model, so by Jensen's inequality the plug-in value exceeds the true one in expectation. Forward
 * KL is left out, because one state without a sample makes it infinite. (3) For a model with latent variables forward KL is
 * bounded from above by the importance-weighted bound. (4) An infinite divergence is not a number: it is reported as not
 * defined, with the mass that makes it infinite.
 *
 * @see <a href="https://doi.org/10.1214/aoms/1177729694">Kullback and Leibler (1951), On information and sufficiency</a>
 * @see <a href="https://doi.org/10.1109/18.61115">Lin (1991), Divergence measures based on the Shannon entropy</a>
 */
package verisim.core.divergence;
