package verisim.core.data;

import static verisim.core.Checks.require;

import java.util.Map;
import java.util.TreeMap;

/**
 * The three parts of one data set. A trainer is handed {@link #train()} and {@link #validation()} only; neither leads to the
 * test rows.
 *
 * @param protocol how the values came about where that changes a score, such as {@code binarisation=fixed}; sorted by key
 */
public record DataSplits(String name, Dataset train, Dataset validation, Dataset test, Map<String, String> protocol) {
    public DataSplits {
        require(train.split() == Split.TRAIN, "train of '%s' has the role %s", name, train.split());
        require(validation.split() == Split.VALIDATION, "validation of '%s' has the role %s", name, validation.split());
        require(test.split() == Split.TEST, "test of '%s' has the role %s", name, test.split());
        for (Dataset other : new Dataset[] {validation, test}) {
            require(
                    other.kind() == train.kind() && other.features() == train.features(),
                    "the splits of '%s' must be alike: train is %s with %d features, %s is %s with %d",
                    name,
                    train.kind(),
                    train.features(),
                    other.split().label(),
                    other.kind(),
                    other.features());
        }
        validation = sameTerms(train, validation);
        test = sameTerms(train, test);
        protocol = java.util.Collections.unmodifiableMap(new TreeMap<>(protocol));
    }

    /** The terms of the training rows hold for all: levels are those that they have, and never come from test rows. */
    private static Dataset sameTerms(Dataset train, Dataset other) {
        Schema schema = train.schema();
        if (other.schema().equals(schema)) {
            return other;
        }
        require(
                java.util.Arrays.equals(other.schema().origins(), schema.origins()),
                "the splits of '%s' must have the same origins, but those of %s are others",
                train.name(),
                other.split().label());
        return other.withSchema(
                schema.labels().isEmpty() && other.schema().labels().isPresent()
                        ? schema.withLabels(other.schema().labels().get())
                        : widest(schema, other.schema()));
    }

    /** Of classes that are only numbered, the other part may have more. */
    private static Schema widest(Schema train, Schema other) {
        int mine = train.labels().map(l -> l.classes().size()).orElse(0);
        int theirs = other.labels().map(l -> l.classes().size()).orElse(0);
        return theirs > mine ? train.withLabels(other.labels().get()) : train;
    }

    /** Returns the terms of the training rows. */
    public Schema schema() {
        return train.schema();
    }

    public DataKind kind() {
        return train.kind();
    }

    public int features() {
        return train.features();
    }
}
