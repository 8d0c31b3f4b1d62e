/**
 * Likelihoods of every kind: exact, by enumeration of a partition function, lower bounds by an encoder, estimates by annealed
 * importance sampling. Read {@link verisim.core.likelihood.LogLikelihood} first: it chooses among them by what the model can do.
 *
 * <p>Papers: Neal (2001), Annealed importance sampling; Salakhutdinov and Murray (2008), On the quantitative analysis of deep belief
 * networks; Burda, Grosse and Salakhutdinov (2016), Importance weighted autoencoders.
 *
 * <p>Two exact values have the same protocol however they were computed, so that they may be ranked; bounds and estimates carry the
 * settings of their estimator.
 */
package verisim.core.likelihood;
