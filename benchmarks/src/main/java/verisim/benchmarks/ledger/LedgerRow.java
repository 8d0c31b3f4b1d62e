package verisim.benchmarks.ledger;

import java.util.Optional;
import verisim.core.statistics.Summary;

/**
 * A figure with its answer.
 *
 * @param ours what the recorded run gave; empty if there is none
 * @param target whether the target is met, in words; empty if there is none
 * @param model label of the model that answered: of several the one that validation chose
 * @param fitSeconds mean wall time of a fit; NaN if not known
 */
public record LedgerRow(
        PublishedFigure figure,
        Verdict verdict,
        Optional<Summary> ours,
        String target,
        String suite,
        String model,
        String commit,
        double fitSeconds,
        String machine) {}
