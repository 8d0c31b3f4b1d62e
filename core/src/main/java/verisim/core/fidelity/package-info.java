/**
 * Metrics that compare samples with test rows: two-sample distances, fidelity and coverage of the support, mode counts. Read
 * {@link verisim.core.fidelity.SampleMetric} first: it says what all of them share, namely which rows are compared and in
 * which units. None of them needs a density, so they apply to every family, and none of them measures likelihood.
 *
 * <p>Decisions.
 * <ul>
 *   <li>Rows. The first {@code samples} samples meet {@code reference} evenly spaced test rows (by default up to 5,000 each).
 *       Both counts stand in the protocol, because precision, recall and the Fr&eacute;chet distance change with them.
 *   <li>Units. Under {@code scaling: auto} REAL columns are standardised with mean and standard deviation of the training rows, so
 *       that no column rules by its unit; images keep their pixels, which share a unit (dividing by the standard deviation of
 *       a pixel that is almost always black would let it rule instead). BINARY columns stay 0 and 1, CATEGORICAL ones become
 *       one 0/1 column for each category. The Fr&eacute;chet distance is taken in raw units, as it is defined.
 *   <li>Distances are Euclidean. Up to 32 columns they are summed from differences; above, by the matrix product
 *       {@code |a|^2 + |b|^2 - 2 ab}, and pairs so close that this cancels are summed from differences again. Integers of
 *       moderate size come out exactly, so ties stay ties; {@link verisim.core.fidelity.Ties} says which others are.
 *   <li>Ties. A k-th neighbour is not defined where rows are equally far. A rule by place in memory made c2st 0.5 for bits of p = 0.5
 *       and 0.9 and let it change by 0.17 with the sides exchanged; open balls with closed ones of radius 0 made density 63 for a
 *       perfect model. So all tied rows share the votes of c2st, and balls end at a random one of the tied rows, in expectation
 *       ({@link verisim.core.fidelity.Balls}). Of 200 intervals for perfect samples 93 % or more hold what is promised, on seven discrete
 *       or rounded distributions (PerfectSamplesTest).
 *   <li>Standard errors count both sets. Kernel statistics use the leave-one-out jackknife, which needs row sums only;
 *       nearest-neighbour scores use half-samples, because there the jackknife came out up to twice too large and a binomial
 *       error, for coverage in 64 dimensions, at half of the true scatter; the rest use a jackknife over blocks of rows.
 * </ul>
 */
package verisim.core.fidelity;
