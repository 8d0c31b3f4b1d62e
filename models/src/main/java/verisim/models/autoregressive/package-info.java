/**
 * Autoregressive models: {@code p(x) = prod_d p(x_d given the features before it)}, exact by construction. Read {@link
 * verisim.models.autoregressive.Made} first.
 *
 * <p>Decisions. Hidden units are given degrees that rise evenly along a layer, where the paper draws them: every feature gets
 * its share of units at any width, and units of one degree lie together, which lets sampling compute every unit once. One
 * set of masks; the paper's mask sampling is left out.
 */
package verisim.models.autoregressive;
