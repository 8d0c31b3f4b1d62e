package verisim.models.classical;

import static verisim.core.Checks.require;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.Levels;
import verisim.core.math.Arrays2d;
import verisim.core.model.ModelState;
import verisim.core.random.RandomStream;

/**
 * {@code p_k(x) = prod_d P[k, t(d), x_d]}, where t(d) is the table of column d. Each table has its own number of levels. In a product
 * every column has its own table; in a sequence the steps that repeat one variable share one, see {@link Tables}.
 */
final class FactoredCategorical extends Factored {
    private final Tables tables;
    private final int[] places;
    private final double[] probabilities;
    private final double[] logs;

    /** @param probabilities P, [K, total levels of all tables], every part that belongs to one table with sum 1 */
    FactoredCategorical(int components, Tables tables, double[] probabilities) {
        super(components, tables.step());
        this.tables = tables;
        this.places = tables.places();
        this.probabilities = probabilities.clone();
        this.logs = new double[probabilities.length];
        Levels levels = tables.levels();
        require(
                probabilities.length == components * levels.total(),
                "%d components of tables with %s levels need %d probabilities, but %d came",
                components,
                levels,
                components * levels.total(),
                probabilities.length);
        for (int k = 0; k < components; k++) {
            for (int t = 0; t < levels.columns(); t++) {
                double sum = 0;
                for (int i = at(k, t); i < at(k, t) + levels.count(t); i++) {
                    require(
                            probabilities[i] >= 0 && probabilities[i] <= 1,
                            "a probability must be from 0 to 1, but one is %s",
                            probabilities[i]);
                    sum += probabilities[i];
                    logs[i] = Math.log(probabilities[i]);
                }
                require(Math.abs(sum - 1) < 1e-9, "the probabilities of a feature must sum to 1, but sum to %s", sum);
            }
        }
    }

    /** Returns where the probabilities of table t begin in component k. */
    private int at(int k, int t) {
        return k * tables.levels().total() + tables.levels().from(t);
    }

    /** Returns these distributions as they were saved: with one number of levels for all columns before there were {@code levels}. */
    static FactoredCategorical of(ModelState state, int components) {
        double[] p = Arrays2d.toDoubles(state.array("probabilities"));
        if (!state.settings().containsKey("levels")) {
            int categories = state.integer("categories");
            Levels levels = Levels.same(p.length / components / categories, categories);
            return new FactoredCategorical(components, Tables.each(levels), p);
        }
        Levels levels = Levels.of(state.integers("levels"));
        Tables tables = state.settings().containsKey("tables")
                ? new Tables(levels, state.integer("stepValues"), state.integers("tables"))
                : Tables.each(levels);
        return new FactoredCategorical(components, tables, p);
    }

    @Override
    Map<String, Object> settings() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("levels", tables.levels().toList());
        if (!tables.isEach()) {
            out.put("tables", tables.ofColumn());
            out.put("stepValues", tables.step());
        }
        return out;
    }

    Tables tables() {
        return tables;
    }

    /** Returns P of a column's table. */
    double probability(int component, int column, int level) {
        return probabilities[place(component, column) + level];
    }

    private int place(int component, int column) {
        return component * tables.levels().total() + places[column % places.length];
    }

    @Override
    void check(float[] rows, int columns, boolean[] observed) {
        tables.ofRow(columns).check(rows, observed);
    }

    @Override
    double logProbability(int component, int column, double value) {
        return value >= 0 && value < tables.levels().count(tables.of(column))
                ? logs[place(component, column) + (int) value]
                : Double.NEGATIVE_INFINITY;
    }

    @Override
    double draw(int component, int column, RandomStream random) {
        int count = tables.levels().count(tables.of(column));
        return IndexDraw.draw(probabilities, place(component, column), count, 1, random);
    }

    @Override
    Map<String, INDArray> arrays() {
        return Map.of(
                "probabilities",
                Arrays2d.matrix(probabilities, components(), tables.levels().total()));
    }

    /** Counts of levels. */
    static final class Counts implements Statistics {
        private final int components;
        private final Tables tables;
        private final int[] places;
        private final double smoothing;
        private final double[] counts;

        /** @param smoothing added to the count of every level of every table */
        Counts(int components, Tables tables, double smoothing) {
            this.components = components;
            this.tables = tables;
            this.places = tables.places();
            this.smoothing = smoothing;
            this.counts =
                    new double[Math.multiplyExact(components, tables.levels().total())];
        }

        @Override
        public void add(int component, float[] x, int from, double weight) {
            add(component, x, from, 0, weight);
        }

        @Override
        public void add(int component, float[] x, int from, int column, double weight) {
            int at = component * tables.levels().total();
            int first = column % places.length;
            for (int f = 0; f < tables.step(); f++) {
                counts[at + places[first + f] + (int) x[from + f]] += weight;
            }
        }

        /** {@code P[k, t, v] = (c + s) / (sum_v c + V_t s)}; without any knowledge 1 / V_t. */
        @Override
        public FactoredCategorical estimate(Factored before) {
            double[] p = new double[counts.length];
            Levels levels = tables.levels();
            for (int k = 0; k < components; k++) {
                for (int t = 0; t < levels.columns(); t++) {
                    estimate(k * levels.total() + levels.from(t), levels.count(t), before, p);
                }
            }
            return new FactoredCategorical(components, tables, p);
        }

        private void estimate(int from, int count, Factored before, double[] p) {
            double total = 0;
            for (int i = from; i < from + count; i++) {
                total += counts[i] + smoothing;
            }
            for (int i = from; i < from + count; i++) {
                p[i] = total > 0
                        ? (counts[i] + smoothing) / total
                        : before instanceof FactoredCategorical old ? old.probabilities[i] : 1.0 / count;
            }
        }
    }

    /**
     * Which columns share a table of probabilities.
     *
     * <p>A row is a sequence of steps of F values; column d is value {@code d mod F} of its step. Steps whose columns have the same
     * levels, name by name, share one table: they repeat one variable. A column whose levels are others is another variable, and has a
     * table of its own.
     *
     * @param levels of each table
     * @param step F
     * @param ofColumn the table of each column, at least those of one step; the rest repeat
     */
    record Tables(Levels levels, int step, List<Integer> ofColumn) {
        Tables {
            ofColumn = List.copyOf(ofColumn);
            require(
                    step >= 1 && ofColumn.size() % step == 0 && !ofColumn.isEmpty(),
                    "%d columns cannot be made of steps of %d values",
                    ofColumn.size(),
                    step);
            for (int table : ofColumn) {
                require(table >= 0 && table < levels.columns(), "a column has table %d of %d", table, levels.columns());
            }
        }

        /** One step, and a table for each of its values. */
        static Tables each(Levels levels) {
            return new Tables(
                    levels,
                    levels.columns(),
                    java.util.stream.IntStream.range(0, levels.columns())
                            .boxed()
                            .toList());
        }

        /** Tables for a sequence of steps of F values with these levels; those of the first step come first. */
        static Tables ofSteps(List<List<String>> levels, int step) {
            Map<List<Object>, Integer> known = new LinkedHashMap<>();
            List<Integer> counts = new java.util.ArrayList<>();
            List<Integer> ofColumn = new java.util.ArrayList<>();
            for (int d = 0; d < levels.size(); d++) {
                Integer table = known.get(List.<Object>of(d % step, levels.get(d)));
                if (table == null) {
                    table = counts.size();
                    known.put(List.of(d % step, levels.get(d)), table);
                    counts.add(levels.get(d).size());
                }
                ofColumn.add(table);
            }
            return counts.size() == step ? each(Levels.of(counts)) : new Tables(Levels.of(counts), step, ofColumn);
        }

        /** Returns whether every step has the same tables, one for each of its values. */
        boolean isEach() {
            return ofColumn.size() == step && levels.columns() == step;
        }

        /** Returns the table of a column. */
        int of(int column) {
            return ofColumn.get(column % ofColumn.size());
        }

        /** Returns where the table of each column begins among those of one component. */
        int[] places() {
            return ofColumn.stream().mapToInt(levels::from).toArray();
        }

        /** Returns the levels of each of this many columns. */
        Levels ofRow(int columns) {
            int[] counts = new int[columns];
            for (int d = 0; d < columns; d++) {
                counts[d] = levels.count(of(d));
            }
            return Levels.of(counts);
        }
    }
}
