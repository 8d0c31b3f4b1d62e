/**
 * Published figures against our own: {@code published.yaml} holds the figures with their sources, {@code runs/SUITE} the recorded
 * results that answer them. Read {@link verisim.benchmarks.ledger.Ledger} first.
 *
 * <p>Decision: a figure is compared with a recorded run only, never with a number typed in by hand, and which of several variants of a
 * model answers it is decided by the validation rows ({@code select: validation}). Two exact values on the same test rows are
 * compared as they are, since the error of the test sample is common to both; the interval is printed beside them all the same.
 */
package verisim.benchmarks.ledger;
