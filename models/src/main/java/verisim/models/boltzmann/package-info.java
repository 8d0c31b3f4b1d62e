/**
 * Restricted Boltzmann machines, deep belief networks and deep Boltzmann machines. Read {@link verisim.models.boltzmann.Rbm} first.
 *
 * <p>Papers: Hinton (2002), Training products of experts by minimizing contrastive divergence; Tieleman (2008), Training
 * restricted Boltzmann machines using approximations to the likelihood gradient; Hinton, Osindero and Teh (2006), A fast learning
 * algorithm for deep belief nets; Salakhutdinov and Murray (2008), On the quantitative analysis of deep belief networks; Cho, Ilin and
 * Raiko (2011), Improved learning of Gaussian-Bernoulli restricted Boltzmann machines.
 *
 * <p>One Gibbs kernel ({@code GibbsKernel}) serves contrastive divergence, persistent chains, tempering, annealed importance sampling
 * and sampling. Training and sampling run in float; everything that ends in a reported likelihood is summed in double.
 *
 * <p>Training of an RBM: {@code RbmTraining} runs the epochs, {@code RbmUpdates} makes a step, a {@code NegativePhase} supplies the model's
 * expectations, {@code Offsets} centre the gradient, {@code RbmMonitors} score. Decision: centring by data means is the default. It keeps
 * the ordinary parameters and changes only the direction of a step, costs one pass over the weights, and learns the same whichever value
 * of a bit is called 1.
 *
 * <p>A deep Boltzmann machine ({@code Dbm}) is an RBM between its odd and its even layers, see {@code DbmShape}. Decision: its parameters are
 * held that way, so kernel, chains, tempering, annealing path, enumeration and updates are those of the RBM. A third hidden layer costs
 * the products with a block of zeros, h3 by v; with two there is none. Latent are the odd layers, so the bounds of
 * {@code verisim.core.likelihood} hold for it as for a DBN; given v they are an RBM as well, which gives log p(v) itself ({@code
 * UnnormalizedPosterior}).
 *
 * <p>RBMs differ in their {@code VisibleUnits} only, which turn data into the statistics that hidden units see, draw these, and integrate
 * them out. Decision: rows of visible units hold statistics everywhere in this package, for real units {@code v / sigma^2}, so kernel,
 * chains, tempering, annealing and gradient are the same code for all.
 */
package verisim.models.boltzmann;
