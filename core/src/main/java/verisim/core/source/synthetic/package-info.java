/**
 * Built-in data sets. All but the glyphs are drawn from a distribution that is known exactly: a
 * {@link verisim.core.source.synthetic.SyntheticTruth}, which is a model like any other, so that every estimator can be held
 * against the truth. Read that class first, then {@link verisim.core.source.synthetic.SyntheticDatasets} for the names.
 *
 * <p>Curves in the plane are made a density by adding isotropic Gaussian noise, not by a kernel estimate: the density is then
 * one integral along the curve, done by Gauss-Legendre panels no longer than the noise is wide.
 *
 * @see <a href="https://arxiv.org/abs/1712.04086">Lin, Khetan, Fanti and Oh (2018), PacGAN, for ring-8 and grid-25</a>
 */
package verisim.core.source.synthetic;
