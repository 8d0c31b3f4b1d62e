/**
 * Numbers as rows and as leaderboards. A leaderboard puts replicates together, prints as many digits as the error allows, and
 * names a best model only where the kinds and protocols of the numbers permit it. Read {@link
 * verisim.reports.table.Leaderboard} first.
 *
 * <p>Decision: a best value is decided by whether intervals are disjoint. That is stricter than a paired test of the difference, needs
 * nothing but the stored numbers, and works for bounds: a lower bound is the interval from its low end to infinity.
 */
package verisim.reports.table;
