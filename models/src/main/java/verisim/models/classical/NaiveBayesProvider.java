package verisim.models.classical;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Levels;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelProvider;
import verisim.core.model.ModelState;
import verisim.core.model.Trainer;
import verisim.core.model.TrainingContext;
import verisim.core.model.TrainingListener.Progress;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.models.nn.Floors;

/** The plug-in {@code naive-bayes}. */
public final class NaiveBayesProvider implements ModelProvider {
    static final String NAME = "naive-bayes";
    private static final String SMOOTHING = "smoothing";
    private static final String VARIANCE_FLOOR = "varianceFloor";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String family() {
        return "classical";
    }

    @Override
    public String description() {
        return "Rows with their classes, features independent within a class; needs labelled data and leaves out rows whose class is"
                + " missing.";
    }

    @Override
    public String paper() {
        return "Ng and Jordan (2001), On discriminative vs. generative classifiers: a comparison of logistic regression and "
                + "naive Bayes, https://papers.nips.cc/paper_files/paper/2001/hash/7b7a53e239400a13bd6be6c91c4f6c4e-"
                + "Abstract.html";
    }

    @Override
    public Set<DataKind> accepts() {
        return EnumSet.allOf(DataKind.class);
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.number(
                        SMOOTHING,
                        1,
                        0,
                        Double.POSITIVE_INFINITY,
                        "for BINARY and CATEGORICAL data: imagined examples of every level, added to each feature of each class;"
                                + " 0 is maximum likelihood"),
                Option.positive(
                        VARIANCE_FLOOR,
                        1e-9,
                        "for REAL data: least variance of a feature within a class, as a share of its variance over all rows"));
    }

    /** 2: moments that no digits cancel in, and a floor of 1e-9 in place of 1e-3. */
    @Override
    public int numbersVersion() {
        return 2;
    }

    @Override
    public Trainer<NaiveBayes> trainer(Options options) {
        double smoothing = options.number(SMOOTHING);
        double floor = options.number(VARIANCE_FLOOR);
        return new Trainer<>(NAME, accepts()) {
            @Override
            protected NaiveBayes train(Dataset train, Dataset validation, TrainingContext context) {
                return estimate(train, smoothing, floor, context);
            }
        };
    }

    @Override
    public GenerativeModel load(ModelState state) {
        return NaiveBayes.of(state);
    }

    /** Shares of the classes and parameters of each, in closed form; a class without rows has probability 0. */
    private static NaiveBayes estimate(Dataset train, double smoothing, double floor, TrainingContext context) {
        ClassCounts classes = ClassCounts.of(
                train,
                "naive-bayes is fitted to labelled rows, but '" + train.name()
                        + "' has no labels; choose labelled data, or bernoulli-mixture or gaussian-mixture, which find classes"
                        + " themselves");
        int d = train.features();
        FactoredGaussian.Moments moments = train.kind() == DataKind.REAL
                ? new FactoredGaussian.Moments(
                        classes.classes(), d, new FactoredGaussian.Scale(NAME, classes.known(), d), floor)
                : null;
        Factored.Statistics statistics = moments == null
                ? new FactoredCategorical.Counts(
                        classes.classes(), FactoredCategorical.Tables.each(Levels.of(train)), smoothing)
                : moments;
        float[] values = classes.known().toFloats();
        for (int r = 0; r < classes.known().size(); r++) {
            statistics.add(classes.label(r), values, r * d, 1);
        }
        NaiveBayes model = new NaiveBayes(train.kind(), classes.shares(), statistics.estimate(null));
        List<String> warnings = new ArrayList<>();
        if (classes.unlabelled() > 0) {
            warnings.add(ClassCounts.warning(classes.unlabelled(), train.size()));
        }
        if (moments != null) {
            Map<String, Double> figures = Map.of("floored-variances", (double) moments.floored());
            context.listener().onProgress(new Progress(1, 1, 1, figures));
            warnings.addAll(Floors.warnings(
                    moments.floored(),
                    (long) classes.classes() * d,
                    "variances",
                    Floors.number(floor) + " of the variance over all rows"));
        }
        return model.withWarnings(warnings);
    }
}
