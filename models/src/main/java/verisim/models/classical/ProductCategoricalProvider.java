package verisim.models.classical;

import java.util.List;
import java.util.Set;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Levels;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelProvider;
import verisim.core.model.ModelState;
import verisim.core.model.Trainer;
import verisim.core.model.TrainingContext;
import verisim.core.option.Option;
import verisim.core.option.Options;

/** The plug-in {@code product-categorical}. */
public final class ProductCategoricalProvider implements ModelProvider {
    static final String NAME = "product-categorical";
    private static final String SMOOTHING = "smoothing";

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
        return "Independent features, each with its own levels and probabilities; the floor for categorical data.";
    }

    @Override
    public String paper() {
        return "Zabell (1989), The rule of succession, https://doi.org/10.1007/BF01236567";
    }

    @Override
    public Set<DataKind> accepts() {
        return Set.of(DataKind.BINARY, DataKind.CATEGORICAL);
    }

    @Override
    public List<Option> options() {
        return List.of(Option.number(
                SMOOTHING,
                1,
                0,
                Double.POSITIVE_INFINITY,
                "imagined examples of every level, added to each feature; 0 is maximum likelihood and gives a level "
                        + "that no training row has the probability 0"));
    }

    @Override
    public Trainer<ProductCategorical> trainer(Options options) {
        double smoothing = options.number(SMOOTHING);
        return new Trainer<>(NAME, accepts()) {
            @Override
            protected ProductCategorical train(Dataset train, Dataset validation, TrainingContext context) {
                int d = train.features();
                FactoredCategorical.Counts counts =
                        new FactoredCategorical.Counts(1, FactoredCategorical.Tables.each(Levels.of(train)), smoothing);
                float[] values = train.toFloats();
                for (int from = 0; from < values.length; from += d) {
                    counts.add(0, values, from, 1);
                }
                return new ProductCategorical(train.kind(), counts.estimate(null));
            }
        };
    }

    @Override
    public GenerativeModel load(ModelState state) {
        return ProductCategorical.of(state);
    }
}
