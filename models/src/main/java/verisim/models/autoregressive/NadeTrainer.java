package verisim.models.autoregressive;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.model.Trainer;
import verisim.core.model.TrainingContext;
import verisim.models.nn.Activation;
import verisim.models.nn.FeatureScaling;
import verisim.models.nn.GradientTraining;
import verisim.models.nn.TrainingOptions;

/** Maximum likelihood by gradients, stopped early by the exact log-likelihood of the validation rows. */
final class NadeTrainer extends Trainer<Nade> {
    private final NadeOptions options;
    private final TrainingOptions training;

    NadeTrainer(NadeOptions options, TrainingOptions training) {
        super(Nade.NAME, Set.of(DataKind.BINARY, DataKind.REAL));
        this.options = options;
        this.training = training;
    }

    /** Hyperparameters; what each means stands at the options of {@link NadeProvider}. */
    record NadeOptions(
            int hidden, Activation.Function activation, boolean randomOrder, int components, double scaleFloor) {}

    @Override
    protected Nade train(Dataset train, Dataset validation, TrainingContext context) {
        int d = train.features();
        boolean real = train.kind() == DataKind.REAL;
        FeatureScaling scaling = real ? FeatureScaling.of(train) : FeatureScaling.none(d);
        int[] order = options.randomOrder
                ? context.random().child("order").permutation(d)
                : IntStream.range(0, d).toArray();
        Dataset inputs = inOrder(real ? scaling.standardize(train) : train, order);
        Dataset validationInputs = inOrder(real ? scaling.standardize(validation) : validation, order);

        Conditionals conditionals = Nade.conditionals(train.kind(), options.components, options.scaleFloor);
        NadeLayout layout = new NadeLayout(d, options.hidden, conditionals.perFeature(), options.activation, real);
        float[] initial = new float[layout.parameterCount()];
        layout.initialize(initial, context.random().child("initial"));
        conditionals.initializeBiases(inputs.toFloats(), d, initial, layout.outputBiases(0));

        int batchSize = Math.min(training.batchSize(), train.size());
        NadeObjective objective = new NadeObjective(
                layout, conditionals, batchSize, validationInputs.toFloats(), scaling.logDeterminant());
        float[] best = GradientTraining.run(Nade.NAME, objective, initial, inputs, training, context)
                .parameters();
        List<String> warnings = conditionals instanceof MixtureConditionals mixtures
                ? floors(layout, mixtures, best, inputs.spread(FloorCount.ROWS))
                : List.of();
        return new Nade(train.kind(), layout, order, options.components, options.scaleFloor, best, scaling, warnings);
    }

    private static List<String> floors(NadeLayout layout, MixtureConditionals mixtures, float[] best, Dataset rows) {
        FloorCount count = new FloorCount(mixtures);
        NadeObjective.score(layout, count, best, rows.toFloats());
        return count.warnings();
    }

    private static Dataset inOrder(Dataset data, int[] order) {
        float[] rows = Nade.inOrder(data.toFloats(), order);
        return Dataset.of(data.name(), data.split(), data.kind(), rows, data.features());
    }
}
