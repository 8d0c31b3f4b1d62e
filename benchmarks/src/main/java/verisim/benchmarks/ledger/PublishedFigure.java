package verisim.benchmarks.ledger;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import verisim.core.result.Direction;
import verisim.core.result.Kind;

/**
 * One figure of the ledger.
 *
 * @param id lower case words with hyphens, unique
 * @param place file and line of the entry, for messages
 * @param value as it was published
 * @param unit such as {@code nats/example}
 * @param metric the quantity: {@code log-likelihood}
 * @param dataset name of the data set
 * @param protocol binarisation, split and the like; empty if the name says it all
 * @param model in words
 * @param source paper and table
 * @param tolerance a difference up to this counts as reproduced; greater than 0
 * @param target the value asked of us, where that is another than the published one
 * @param ours which recorded run answers it; empty for a figure that is only context
 */
public record PublishedFigure(
        String id,
        String place,
        double value,
        String unit,
        Kind kind,
        Direction direction,
        String metric,
        String dataset,
        String protocol,
        String model,
        String source,
        Evidence sure,
        double tolerance,
        OptionalDouble target,
        Optional<Ours> ours) {

    /**
     * The cells that answer a figure.
     *
     * @param suite name of the suite
     * @param dataset label of the data set in the suite
     * @param models labels of models in the suite; of several, the one with the best mean validation log-likelihood is taken
     * @param metric label of the metric in the suite
     */
    public record Ours(String suite, String dataset, List<String> models, String metric) {
        public Ours {
            models = List.copyOf(models);
        }
    }
}
