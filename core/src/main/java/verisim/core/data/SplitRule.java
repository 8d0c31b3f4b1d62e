package verisim.core.data;

import static verisim.core.Checks.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import verisim.core.random.RandomStream;

/**
 * How the rows of one file are divided into training, validation and test rows. The division is a fact of the data: it depends on the
 * number of rows, the fractions and {@code seed} alone, and where they are asked for on the labels, the group or the order of rows;
 * never on the name of file, suite or command.
 *
 * @param fractions of the three parts
 * @param seed of the permutation
 * @param stratified whether every class has its share in each part
 * @param group name or number of a column; rows with the same value stay in one part
 * @param order name or number of a column to sort by, or {@code file}: the first rows are for training, the last for the test
 * @param folds number of folds, or 0 for none: the test rows are then fold {@code fold}, the validation rows the next one
 * @param fold from 1
 */
public record SplitRule(
        RandomSplit fractions,
        long seed,
        boolean stratified,
        Optional<String> group,
        Optional<String> order,
        int folds,
        int fold) {
    /** 80 % for training, 10 % for validation, 10 % for the test, at random. */
    public static final SplitRule DEFAULT = of(RandomSplit.EIGHTY_TEN_TEN);

    /** The value of {@code order} that keeps the rows as they are in the file. */
    public static final String FILE_ORDER = "file";

    public SplitRule {
        require(
                Stream.of(stratified, group.isPresent(), order.isPresent())
                                .filter(b -> b)
                                .count()
                        <= 1,
                "a split is stratified, by groups or in order; give one of them");
        require(
                folds == 0 || (folds >= 3 && fold >= 1 && fold <= folds),
                "folds must be at least 3 (one for the test, one for validation), and fold from 1 to folds; but they are %d"
                        + " and %d",
                folds,
                fold);
        require(folds == 0 || order.isEmpty(), "folds are drawn at random; they cannot be in order");
    }

    /** Divides at random by these fractions, with seed 0. */
    public static SplitRule of(RandomSplit fractions) {
        return new SplitRule(fractions, 0, false, Optional.empty(), Optional.empty(), 0, 0);
    }

    /** The rows of each part, counted from 0. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Rows(int[] train, int[] validation, int[] test) {}

    /**
     * Divides the rows of {@code file}, which has all of its columns still.
     *
     * @throws IllegalArgumentException if a part would be empty, or a column or label is missing
     */
    public Rows apply(DataFile file) {
        RandomStream random = RandomStream.ofSeed(seed).child("split");
        List<int[]> blocks = new ArrayList<>();
        if (stratified) {
            int[] labels = file.labels()
                    .orElseThrow(() -> new IllegalArgumentException(
                            file.name() + " has no labels to stratify by; say which column holds them (label)"));
            for (int k = Labels.MISSING; k < file.classes().size(); k++) {
                int wanted = k;
                int[] rows = IntStream.range(0, labels.length)
                        .filter(r -> labels[r] == wanted)
                        .toArray();
                String name = k == Labels.MISSING ? "missing" : "class-" + k;
                int[] order = random.child(name).permutation(Math.max(1, rows.length));
                blocks.add(
                        Arrays.stream(order, 0, rows.length).map(i -> rows[i]).toArray());
            }
        } else if (order.isPresent()) {
            blocks.add(inOrder(file, order.get()));
        } else if (group.isEmpty()) {
            blocks.add(random.permutation(file.rows()));
        }
        List<List<Integer>> parts = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        if (group.isPresent()) {
            byGroups(file, group.get(), random, parts);
        } else {
            blocks.forEach(block -> cut(block, parts));
        }
        int[][] out = parts.stream()
                .map(p -> p.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
        for (int[] part : out) {
            require(
                    part.length > 0,
                    "%s has %d rows, which are too few for a split into %s of %d, %d and %d rows",
                    file.name(),
                    file.rows(),
                    this,
                    out[0].length,
                    out[1].length,
                    out[2].length);
        }
        return new Rows(out[0], out[1], out[2]);
    }

    private void cut(int[] rows, List<List<Integer>> parts) {
        int n = rows.length;
        for (int i = 0; i < n; i++) {
            parts.get(part(i, n)).add(rows[i]);
        }
    }

    /** Returns the part of the i-th of n: by rounded fractions, or by folds. */
    private int part(int i, int n) {
        if (folds > 0) {
            int mine = (int) ((long) i * folds / n) + 1;
            return mine == fold ? 2 : mine == fold % folds + 1 ? 1 : 0;
        }
        int train = (int) Math.round(fractions.train() * n);
        int validation = (int) Math.round(fractions.validation() * n);
        return i < train ? 0 : i < train + validation ? 1 : 2;
    }

    private static int[] inOrder(DataFile file, String by) {
        if (by.equals(FILE_ORDER)) {
            return IntStream.range(0, file.rows()).toArray();
        }
        int column = ColumnChoice.find(file, by);
        double[] keys = Coding.numbers(file, column);
        return IntStream.range(0, file.rows())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer r) -> keys[r]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Deals whole groups, in random order, each to the part that lacks most of its share of rows. */
    private void byGroups(DataFile file, String by, RandomStream random, List<List<Integer>> parts) {
        int column = ColumnChoice.find(file, by);
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        for (int r = 0; r < file.rows(); r++) {
            groups.computeIfAbsent(file.text(r, column), k -> new ArrayList<>()).add(r);
        }
        List<List<Integer>> all = new ArrayList<>(groups.values());
        int[] dealt = random.permutation(all.size());
        if (folds > 0) {
            for (int i = 0; i < dealt.length; i++) {
                parts.get(part(i, dealt.length)).addAll(all.get(dealt[i]));
            }
            return;
        }
        double[] wanted = {fractions.train(), fractions.validation(), fractions.test()};
        for (int g : dealt) {
            int best = 0;
            double most = Double.NEGATIVE_INFINITY;
            for (int p = 0; p < 3; p++) {
                double lacking = wanted[p] - parts.get(p).size() / (double) file.rows();
                if (lacking / wanted[p] > most) {
                    most = lacking / wanted[p];
                    best = p;
                }
            }
            parts.get(best).addAll(all.get(g));
        }
    }

    /** Returns the rule in words: what stands in the protocol of a data set. */
    @Override
    public String toString() {
        String parts = folds > 0
                ? "fold " + fold + " of " + folds
                : fractions.train() + "/" + fractions.validation() + "/" + fractions.test();
        if (order.isPresent()) {
            return "in order of " + order.get() + " " + parts;
        }
        String how =
                stratified ? "stratified" : group.map(g -> "by groups of " + g).orElse("random");
        return how + " " + parts + ", split seed " + seed;
    }
}
