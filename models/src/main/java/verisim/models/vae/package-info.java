/**
 * Variational autoencoders: a decoder {@code p(x given z)} under a standard normal prior, trained together with an encoder
 * {@code q(z given x)} on the evidence lower bound (Kingma and Welling, 2014; Rezende, Mohamed and Wierstra, 2014). Read {@link
 * verisim.models.vae.VaeObjective} first.
 *
 * <p>Decisions.
 *
 * <ul>
 *   <li>The encoder gives mean and log-variance by one dense layer of 2 Z outputs: one matrix product instead of two.
 *   <li>The weight of the KL term is 1 and no option changes it. What early stopping compares is the bound itself, also while
 *       {@code klWarmup} gives training a smaller weight.
 *   <li>Every epoch scores the validation rows with the same noise, so the difference of two epochs is the parameters' doing.
 *   <li>A learned decoder variance makes the likelihood of repeated values unbounded. The standard deviation therefore has a
 *       floor, {@code minimumDeviation} in units of each feature's own deviation, approached smoothly (a hard limit would have no
 *       gradient to come back by).
 * </ul>
 */
package verisim.models.vae;
