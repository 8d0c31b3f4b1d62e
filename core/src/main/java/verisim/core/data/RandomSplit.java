package verisim.core.data;

import static verisim.core.Checks.require;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import verisim.core.random.RandomStream;

/**
 * Divides rows at random. After a permutation, the first {@code round(train * n)} rows are for training, the next {@code
 * round(validation * n)} for validation, and the rest for the test.
 *
 * @param train fraction of the rows, between 0 and 1
 * @param validation fraction of the rows, between 0 and 1
 * @param test fraction of the rows; 0 if the test rows come from elsewhere
 */
public record RandomSplit(double train, double validation, double test) {
    /** 80 % for training, 10 % for validation, 10 % for the test. */
    public static final RandomSplit EIGHTY_TEN_TEN = new RandomSplit(0.8, 0.1, 0.1);

    public RandomSplit {
        require(
                train > 0 && validation > 0 && test >= 0 && Math.abs(train + validation + test - 1) < 1e-9,
                "split must be fractions that are greater than 0 and add up to 1, but was train %s, validation %s, test %s",
                train,
                validation,
                test);
    }

    /**
     * Divides the rows of {@code file}.
     *
     * @return two or three parts, by their role
     * @throws IllegalArgumentException if a part would be empty
     */
    public Map<Split, DataFile> apply(DataFile file, RandomStream random) {
        int n = file.rows();
        int trainRows = (int) Math.round(train * n);
        int validationRows = test > 0 ? (int) Math.round(validation * n) : n - trainRows;
        int testRows = n - trainRows - validationRows;
        require(
                trainRows > 0 && validationRows > 0 && (test == 0 || testRows > 0),
                "%s has %d rows, which are too few for a split into %s of %d, %d and %d rows",
                file.name(),
                n,
                this,
                trainRows,
                validationRows,
                testRows);
        int[] order = random.permutation(n);
        Map<Split, DataFile> out = new EnumMap<>(Split.class);
        out.put(Split.TRAIN, file.selectRows(Arrays.copyOf(order, trainRows)));
        out.put(Split.VALIDATION, file.selectRows(Arrays.copyOfRange(order, trainRows, trainRows + validationRows)));
        if (test > 0) {
            out.put(Split.TEST, file.selectRows(Arrays.copyOfRange(order, trainRows + validationRows, n)));
        }
        return out;
    }

    /** Returns the rule in words: what stands in the protocol of a data set. */
    @Override
    public String toString() {
        return test > 0
                ? String.format(Locale.ROOT, "random %s/%s/%s", train, validation, test)
                : String.format(Locale.ROOT, "random %s/%s", train, validation);
    }
}
