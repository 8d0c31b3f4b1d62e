/**
 * Numbers as rows and as leaderboards. A leaderboard puts replicates together, prints as many digits as the error allows, and
 * names a best model only where the kinds and protocols of the numbers permit it. Read {@link
 * verisim.reports.table.Leaderboard} first.
 *
 * <p>Decision: replicates are summarised and pairs are compared by {@link verisim.core.statistics}; this package adds that estimates
 * are not ranked with exact values or bounds, and that scores of different protocols are not ranked at all.
 */
package verisim.reports.table;
