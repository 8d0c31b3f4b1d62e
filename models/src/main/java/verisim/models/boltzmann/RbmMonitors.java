package verisim.models.boltzmann;

import static verisim.core.Checks.require;

import java.util.LinkedHashMap;
import java.util.Map;
import verisim.core.data.Dataset;
import verisim.core.math.FloatMath;
import verisim.core.random.RandomStream;

/**
 * What is watched while an RBM learns. First the score that the best epoch is chosen by, of training and validation rows:
 *
 * <pre>{@code
 * train-, validation-log-likelihood          exact, where log Z takes at most 1e8 operations by enumeration
 * train-, validation-log-likelihood-ais      with log Z by annealed importance sampling every `aisEvery` epochs, NaN in between
 * train-, validation-pseudo-likelihood       with aisEvery = 0, of binary rows
 * }</pre>
 *
 * <p>then, always, on evenly spaced rows that are the same in every epoch:
 *
 * <pre>{@code
 * validation-pseudo-likelihood      sum_d log p(x_d given x_-d), from 64 features of each of 500 rows; of binary rows only
 * validation-reconstruction-error   |v - E(v given p(h given v))|^2, squared units and not nats
 * free-energy-gap                   mean F(validation) - mean F(train): rises where the model fits training rows only
 * }</pre>
 *
 * <p>An estimate by annealing tends to be high, the more so the worse the chains mix, so it may go on rising where the likelihood falls.
 */
final class RbmMonitors {
    private static final int WATCHED_ROWS = 1000;
    private static final int PSEUDO_ROWS = 500;
    private static final int PSEUDO_FEATURES = 64;
    private static final int BLOCK = 500;

    /** What log-likelihoods are taken from. */
    private enum Score {
        ENUMERATION("log-likelihood"),
        ANNEALING("log-likelihood-ais"),
        PSEUDO("pseudo-likelihood");

        private final String name;

        Score(String name) {
            this.name = name;
        }
    }

    private final RbmOptions.Annealing annealing;
    private final float[] baseLogits;
    private final Score score;
    private final Dataset validation;
    private final Dataset train;

    RbmMonitors(
            RbmOptions.Annealing annealing,
            RbmParameters model,
            float[] baseLogits,
            Dataset train,
            Dataset validation) {
        this.annealing = annealing;
        this.baseLogits = baseLogits;
        this.validation = validation;
        this.train = train.spread(validation.size());
        boolean cheap = Monitors.cheap(model.enumerated(), Math.max(model.visible(), model.hidden()));
        this.score = cheap ? Score.ENUMERATION : annealing.every() > 0 ? Score.ANNEALING : Score.PSEUDO;
        require(
                score != Score.PSEUDO || binary(model),
                "aisEvery must be at least 1, but was 0: pseudo-likelihoods are of binary rows only, and enumeration of %d hidden"
                        + " units in every epoch takes too long",
                model.hidden());
    }

    /** Returns these figures of {@code model}, as it is when they are asked for. */
    Monitors of(RbmParameters model) {
        RbmMonitors figures = this;
        return new Monitors() {
            @Override
            public String scoreName() {
                return figures.scoreName();
            }

            @Override
            public int scoreEvery() {
                return figures.scoreEvery();
            }

            @Override
            public Map<String, Double> figures(boolean scored, RandomStream random) {
                return figures.figures(model, scored, random);
            }
        };
    }

    /** Returns the name of the figure that the best epoch is chosen by. */
    String scoreName() {
        return "validation-" + score.name;
    }

    /** Returns how many epochs lie between two scores. */
    int scoreEvery() {
        return score == Score.ANNEALING ? annealing.every() : 1;
    }

    /**
     * Returns the figures of this model.
     *
     * @param scored whether the score is wanted now; if not, it is NaN
     */
    Map<String, Double> figures(RbmParameters model, boolean scored, RandomStream random) {
        Map<String, Double> out = new LinkedHashMap<>();
        switch (score) {
            case ENUMERATION, ANNEALING -> {
                out.put("train-" + score.name, Double.NaN);
                out.put(scoreName(), Double.NaN);
                if (scored) {
                    double logPartition = score == Score.ENUMERATION
                            ? model.logPartition()
                            : annealing
                                    .estimator()
                                    .run(new RbmAnnealingPath(model, baseLogits), random.child("ais"))
                                    .logPartition();
                    out.put("train-" + score.name, meanUnnormalized(model, train) - logPartition);
                    out.put(scoreName(), meanUnnormalized(model, validation) - logPartition);
                }
            }
            case PSEUDO -> out.put("train-pseudo-likelihood", pseudoLikelihood(model, train, random));
        }
        if (binary(model)) {
            out.put("validation-pseudo-likelihood", pseudoLikelihood(model, validation, random));
        }
        Dataset watched = validation.spread(WATCHED_ROWS);
        out.put("validation-reconstruction-error", reconstructionError(model, watched));
        out.put(
                "free-energy-gap",
                meanUnnormalized(model, train.spread(WATCHED_ROWS)) - meanUnnormalized(model, watched));
        return out;
    }

    private static boolean binary(RbmParameters model) {
        return model.units() instanceof BinaryUnits;
    }

    /** Mean of {@code -F(v)}; by matrix products in float for an estimate, else the same in any batch. */
    private double meanUnnormalized(RbmParameters model, Dataset data) {
        double sum = 0;
        float[] block = new float[BLOCK * model.visible()];
        double[] fields = new double[model.hidden()];
        for (int from = 0; from < data.size(); from += BLOCK) {
            int rows = Math.min(BLOCK, data.size() - from);
            data.copyRange(from, rows, block);
            model.units().read(model, block, rows);
            if (score == Score.ENUMERATION) {
                for (int r = 0; r < rows; r++) {
                    sum += model.logUnnormalized(block, r * model.visible(), fields);
                }
            } else {
                for (double value : model.logUnnormalizedBatch(block, rows)) {
                    sum += value;
                }
            }
        }
        return sum / data.size();
    }

    private double pseudoLikelihood(RbmParameters parameters, Dataset data, RandomStream random) {
        Rbm model = new Rbm(parameters, baseLogits, 1);
        Dataset spread = data.spread(PSEUDO_ROWS);
        int picked = Math.min(PSEUDO_FEATURES, data.features());
        float[] values = spread.toFloats();
        double sum = 0;
        for (int r = 0; r < spread.size(); r++) {
            sum += model.pseudoLogLikelihood(values, r * data.features(), picked, random.child(r));
        }
        return sum / spread.size();
    }

    private static double reconstructionError(RbmParameters model, Dataset data) {
        int n = data.size();
        float[] v = data.toFloats();
        model.units().read(model, v, n);
        float[] h = new float[n * model.hidden()];
        float[] back = new float[v.length];
        model.hiddenFields(v, n, h);
        FloatMath.sigmoid(h, h, 0, h.length);
        model.visibleFields(h, n, back);
        model.units().means(model, back, 0, n);
        double sum = 0;
        for (int r = 0; r < n; r++) {
            sum += model.units().squaredDistance(model, v, back, r * model.visible());
        }
        return sum / n;
    }
}
