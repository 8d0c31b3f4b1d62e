/**
 * Means, intervals and comparisons of measured values. Read {@link verisim.core.statistics.Replicates} first: it turns the
 * outcomes of several replicates into the one line of a leaderboard; {@link verisim.core.statistics.Ranking} then says which
 * order of such lines the numbers support. Where models were scored row by row on the same test rows, {@link
 * verisim.core.statistics.PairedComparisons} says more than either. {@link verisim.core.statistics.ChainDiagnostics} judges Markov chains.
 *
 * <p>Decisions. An interval over replicates uses Student's t with R - 1 degrees of freedom, which is wide for two replicates
 * (12.7 standard errors) because two fits know little about a third. All replicates are scored on the same test rows, so the
 * spread between them says nothing about other test rows: the standard error that each score brings along is added, as an
 * independent second source. For sample metrics part of it is in the spread already, which makes the interval a little too
 * wide, never too narrow. A paired difference has two intervals, because two questions are asked: whether these fitted models
 * differ (the rows decide), and whether the methods do (training anew decides too). Numbers of different kinds (a bound and an exact value) are never averaged.
 */
package verisim.core.statistics;
