/**
 * Generative adversarial networks: a generator turns noise into samples and learns from a discriminator that learns to tell them
 * from data (Goodfellow et al., 2014). Read {@link verisim.models.gan.GanTrainingStep} first.
 *
 * <p>Decisions.
 *
 * <ul>
 *   <li>The loss is that of the paper: {@code minimax} is its equation 1, whose generator gradient vanishes where the discriminator
 *       wins, {@code non-saturating} the generator loss it recommends in practice.
 *   <li>BINARY data: the discriminator sees the generator's probabilities, not draws, because a draw has no gradient. It can
 *       therefore tell data by its being exactly 0 or 1, which drives the probabilities there too; samples are Bernoulli draws
 *       from them.
 *   <li>The losses of the two players do not say when a GAN is good. Kept is the epoch whose samples, from noise drawn once, have
 *       the smallest MMD to the validation rows; see {@link verisim.models.gan.ValidationMmd}. No test row takes part.
 * </ul>
 */
package verisim.models.gan;
