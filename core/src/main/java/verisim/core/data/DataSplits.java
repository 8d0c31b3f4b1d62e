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
        if (train.kind() == DataKind.CATEGORICAL) {
            int categories = Math.max(train.categories(), Math.max(validation.categories(), test.categories()));
            train = train.withCategories(categories);
            validation = validation.withCategories(categories);
            test = test.withCategories(categories);
        }
        protocol = java.util.Collections.unmodifiableMap(new TreeMap<>(protocol));
    }

    public DataKind kind() {
        return train.kind();
    }

    public int features() {
        return train.features();
    }
}
