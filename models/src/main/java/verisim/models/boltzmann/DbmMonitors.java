package verisim.models.boltzmann;

import java.util.LinkedHashMap;
import java.util.Map;
import verisim.core.data.Dataset;
import verisim.core.random.RandomStream;

/**
 * What is watched while a deep Boltzmann machine learns. First the score that the best epoch is chosen by, of training and validation
 * rows:
 *
 * <pre>{@code
 * train-, validation-bound         mean-field lower bound of log p(v), where log Z takes at most 1e8 operations by enumeration
 * train-, validation-bound-ais     with log Z by annealed importance sampling every `aisEvery` epochs, NaN in between
 * train-, validation-negative-reconstruction-error     with aisEvery = 0
 * }</pre>
 *
 * <p>then, always, on up to 1,000 evenly spaced validation rows that are the same in every epoch:
 *
 * <pre>{@code
 * validation-bound-up-to-log-z        mean-field bound of log p(v) + log Z: it says nothing of the model, but falls if q worsens
 * validation-reconstruction-error     |v - E(v given the means of h1)|^2, squared units and not nats
 * }</pre>
 */
final class DbmMonitors implements Monitors {

    private static final int WATCHED_ROWS = 1000;

    private final DbmShape shape;
    private final RbmParameters model;
    private final RbmOptions.Annealing annealing;
    private final MeanField.Settings meanField;
    private final Dataset train;
    private final Dataset validation;
    private final Dataset watched;
    private final boolean enumerated;

    DbmMonitors(
            DbmShape shape,
            RbmParameters model,
            MeanField.Settings meanField,
            RbmOptions.Annealing annealing,
            Dataset train,
            Dataset validation) {
        this.shape = shape;
        this.model = model;
        this.meanField = meanField;
        this.annealing = annealing;
        this.train = train.spread(Math.min(WATCHED_ROWS, validation.size()));
        this.validation = validation;
        this.watched = validation.spread(WATCHED_ROWS);
        enumerated = Monitors.cheap(Math.min(shape.odd(), shape.even()), Math.max(shape.odd(), shape.even()));
    }

    @Override
    public String scoreName() {
        return "validation-" + score();
    }

    private String score() {
        return enumerated ? "bound" : annealing.every() > 0 ? "bound-ais" : "negative-reconstruction-error";
    }

    @Override
    public int scoreEvery() {
        return enumerated || annealing.every() == 0 ? 1 : annealing.every();
    }

    @Override
    public Map<String, Double> figures(boolean scored, RandomStream random) {
        Map<String, Double> out = new LinkedHashMap<>();
        MeanFieldMeans few = means(watched);
        boolean withPartition = enumerated || annealing.every() > 0;
        out.put("train-" + score(), Double.NaN);
        out.put(scoreName(), Double.NaN);
        if (scored && withPartition) {
            MeanFieldMeans fitted = means(train);
            double logPartition = enumerated
                    ? model.logPartition()
                    : annealing
                            .estimator()
                            .run(new RbmAnnealingPath(model, fitted.oddLogits()), random.child("ais"))
                            .logPartition();
            out.put("train-" + score(), fitted.bound() - logPartition);
            out.put(scoreName(), (few.rows() == validation.size() ? few : means(validation)).bound() - logPartition);
        } else if (!withPartition) {
            out.put("train-" + score(), -means(train).squaredError());
            out.put(scoreName(), -few.squaredError());
        }
        out.put("validation-bound-up-to-log-z", few.bound());
        out.put("validation-reconstruction-error", few.squaredError());
        return out;
    }

    private MeanFieldMeans means(Dataset data) {
        return new MeanFieldMeans(shape, model, meanField, data);
    }
}
