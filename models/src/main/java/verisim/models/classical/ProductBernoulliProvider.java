package verisim.models.classical;

import java.util.List;
import java.util.Set;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelProvider;
import verisim.core.model.ModelState;
import verisim.core.model.Trainer;
import verisim.core.model.TrainingContext;
import verisim.core.option.Option;
import verisim.core.option.Options;

/** The plug-in {@code product-bernoulli}. */
public final class ProductBernoulliProvider implements ModelProvider {
    private static final String SMOOTHING = "smoothing";

    @Override
    public String name() {
        return ProductBernoulli.NAME;
    }

    @Override
    public String family() {
        return "classical";
    }

    @Override
    public String description() {
        return "Independent binary features, each with its own probability; the floor for binary data.";
    }

    @Override
    public String paper() {
        return "Zabell (1989), The rule of succession, https://doi.org/10.1007/BF01236567";
    }

    @Override
    public Set<DataKind> accepts() {
        return Set.of(DataKind.BINARY);
    }

    @Override
    public List<Option> options() {
        return List.of(Option.number(
                SMOOTHING,
                1,
                0,
                Double.POSITIVE_INFINITY,
                "imagined examples with a 1, and as many with a 0, added to each feature; 0 is maximum likelihood and "
                        + "gives an unseen value the probability 0"));
    }

    @Override
    public Trainer<ProductBernoulli> trainer(Options options) {
        double smoothing = options.number(SMOOTHING);
        return new Trainer<>(ProductBernoulli.NAME, accepts()) {
            @Override
            protected ProductBernoulli train(Dataset train, Dataset validation, TrainingContext context) {
                return estimate(train, smoothing);
            }
        };
    }

    @Override
    public GenerativeModel load(ModelState state) {
        return ProductBernoulli.of(state);
    }

    /** {@code p_d = (c_d + s) / (N + 2 s)} with c_d the number of ones. */
    private static ProductBernoulli estimate(Dataset train, double smoothing) {
        double[] p = new double[train.features()];
        float[] values = train.toFloats();
        for (int i = 0; i < values.length; i++) {
            p[i % p.length] += values[i];
        }
        for (int d = 0; d < p.length; d++) {
            p[d] = (p[d] + smoothing) / (train.size() + 2 * smoothing);
        }
        return new ProductBernoulli(p);
    }
}
