package verisim.models.classical;

import verisim.core.data.Column;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Levels;
import verisim.core.random.RandomStream;

/**
 * EM of a hidden Markov model from one start: expected counts of first states, transitions and emissions by forward-backward, then the
 * parameters that fit these counts best. With {@code smoothing} 0 the likelihood of the training rows never falls; with smoothing, the
 * likelihood times the density of a Dirichlet prior. A state that no step belongs to keeps its parameters.
 */
final class BaumWelch {
    /** Share of all steps in the start of a state of REAL values; the rest is one step chosen at random. */
    private static final double OVERALL_SHARE = 0.3;

    private final Dataset train;
    private final HiddenMarkovOptions options;
    private final FactoredGaussian.Scale scale;
    private final float[] values;
    private final int steps;
    private final FactoredCategorical.Tables tables;
    private HiddenMarkov model;

    /** @param scale of REAL data, else null */
    BaumWelch(
            Dataset train,
            float[] values,
            HiddenMarkovOptions options,
            FactoredGaussian.Scale scale,
            RandomStream random) {
        this.train = train;
        this.options = options;
        this.scale = scale;
        this.values = values;
        this.steps = train.features() / options.dimensions();
        this.tables = train.kind() == DataKind.REAL
                ? null
                : FactoredCategorical.Tables.ofSteps(
                        train.schema().columns().stream().map(Column::levels).toList(), options.dimensions());
        this.model = start(random);
    }

    HiddenMarkov model() {
        return model;
    }

    /** Starts again from this model; for tests. */
    void set(HiddenMarkov newModel) {
        model = newModel;
    }

    private Factored.Statistics statistics() {
        return train.kind() == DataKind.REAL
                ? new FactoredGaussian.Moments(options.states(), options.dimensions(), scale, options.varianceFloor())
                : new FactoredCategorical.Counts(options.states(), tables, options.smoothing());
    }

    /**
     * States start apart: transitions are random, leaning towards staying; emissions are estimated with random weights, a few steps at a
     * time.
     */
    private HiddenMarkov start(RandomStream random) {
        int s = options.states();
        double[] initial = random(s, 0, random.child("initial"));
        double[] transition = new double[s * s];
        RandomStream moves = random.child("transition");
        for (int from = 0; from < s; from++) {
            double[] row = random(s, 0, moves);
            for (int to = 0; to < s; to++) {
                transition[from * s + to] = 0.5 * row[to] + (from == to ? 0.5 : 0);
            }
        }
        Factored.Statistics statistics = statistics();
        RandomStream weights = random.child("emission");
        int f = options.dimensions();
        int all = values.length / f;
        if (train.kind() == DataKind.REAL) {
            startAtRandomSteps(statistics, all, f, weights);
        } else {
            startTilted(statistics, all, f, weights);
        }
        return new HiddenMarkov(train.kind(), steps, initial, transition, statistics.estimate(null));
    }

    /**
     * The weight of a value is its own in each state, so that the states differ in every value. The root keeps the weights of steps of
     * many values from vanishing.
     */
    private void startTilted(Factored.Statistics statistics, int all, int f, RandomStream random) {
        Levels levels = tables.levels();
        double[][] tilt = new double[options.states()][];
        for (int k = 0; k < tilt.length; k++) {
            tilt[k] = random(levels.total(), 0.1, random);
        }
        for (int i = 0; i < all; i++) {
            int column = i % steps * f;
            for (int k = 0; k < tilt.length; k++) {
                double logWeight = 0;
                for (int j = 0; j < f; j++) {
                    int place = levels.from(tables.of(column + j)) + (int) values[i * f + j];
                    logWeight += Math.log(tilt[k][place] * tilt[k].length);
                }
                statistics.add(k, values, i * f, column, Math.exp(logWeight / Math.sqrt(f)));
            }
        }
    }

    /** Each state starts between all steps and one of its own, chosen at random. */
    private void startAtRandomSteps(Factored.Statistics statistics, int all, int f, RandomStream random) {
        for (int k = 0; k < options.states(); k++) {
            int own = random.nextInt(all);
            for (int i = 0; i < all; i++) {
                statistics.add(k, values, i * f, OVERALL_SHARE / all);
            }
            statistics.add(k, values, own * f, 1 - OVERALL_SHARE);
        }
    }

    /** Returns positive numbers with sum 1, uniform on the simplex; {@code least} is the smallest share before division by the sum. */
    private static double[] random(int n, double least, RandomStream random) {
        double[] out = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            out[i] = least - Math.log1p(-random.nextDouble());
            sum += out[i];
        }
        for (int i = 0; i < n; i++) {
            out[i] /= sum;
        }
        return out;
    }

    /**
     * Does one iteration.
     *
     * @return mean log-likelihood of the training rows before it, nats
     */
    double iterate() {
        int s = options.states();
        int f = options.dimensions();
        int d = train.features();
        double[] first = new double[s];
        double[] moves = new double[s * s];
        double[] gamma = new double[steps * s];
        Factored.Statistics statistics = statistics();
        ForwardBackward work = model.workspace();
        double sum = 0;
        for (int from = 0; from < values.length; from += d) {
            sum += model.forward(work, values, from, null);
            work.backward(gamma, moves);
            for (int k = 0; k < s; k++) {
                first[k] += gamma[k];
                for (int t = 0; t < steps; t++) {
                    statistics.add(k, values, from + t * f, t * f, gamma[t * s + k]);
                }
            }
        }
        double[] initial = shares(first, 0, s, model.initial(), 0);
        double[] transition = new double[s * s];
        double[] before = new double[s * s];
        for (int i = 0; i < before.length; i++) {
            before[i] = model.transition(i / s, i % s);
        }
        for (int k = 0; k < s; k++) {
            System.arraycopy(shares(moves, k * s, s, before, k * s), 0, transition, k * s, s);
        }
        model = new HiddenMarkov(train.kind(), steps, initial, transition, statistics.estimate(model.emission()));
        return sum * d / values.length;
    }

    private double[] shares(double[] counts, int from, int n, double[] before, int beforeFrom) {
        double total = 0;
        for (int i = from; i < from + n; i++) {
            total += counts[i] + options.smoothing();
        }
        double[] out = new double[n];
        for (int i = 0; i < n; i++) {
            out[i] = total > 0 ? (counts[from + i] + options.smoothing()) / total : before[beforeFrom + i];
        }
        return out;
    }
}
