/**
 * Restricted Boltzmann machines and deep belief networks. Read {@link verisim.models.boltzmann.Rbm} first.
 *
 * <p>Papers: Hinton (2002), Training products of experts by minimizing contrastive divergence; Tieleman (2008), Training
 * restricted Boltzmann machines using approximations to the likelihood gradient; Hinton, Osindero and Teh (2006), A fast learning
 * algorithm for deep belief nets; Salakhutdinov and Murray (2008), On the quantitative analysis of deep belief networks.
 *
 * <p>One Gibbs kernel ({@code GibbsKernel}) serves contrastive divergence, persistent chains, annealed importance sampling and
 * sampling. Training and sampling run in float; everything that ends in a reported likelihood is summed in double.
 */
package verisim.models.boltzmann;
