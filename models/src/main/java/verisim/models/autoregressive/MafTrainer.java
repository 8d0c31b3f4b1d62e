package verisim.models.autoregressive;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.model.Trainer;
import verisim.core.model.TrainingContext;
import verisim.core.random.RandomStream;
import verisim.models.nn.Activation;
import verisim.models.nn.FeatureScaling;
import verisim.models.nn.GradientTraining;
import verisim.models.nn.Initializer;
import verisim.models.nn.TrainingOptions;

/** Maximum likelihood by gradients, stopped early by the exact log-likelihood of the validation rows. */
final class MafTrainer extends Trainer<Maf> {
    private final MafOptions options;

    MafTrainer(MafOptions options) {
        super(Maf.NAME, Set.of(DataKind.REAL));
        this.options = options;
    }

    /**
     * Hyperparameters; what each means stands at the options of {@link MafProvider}.
     *
     * @param initializer null for the one that suits the activation
     */
    record MafOptions(
            int layers,
            List<Integer> hidden,
            Activation.Function activation,
            boolean randomOrders,
            boolean batchNorm,
            int components,
            double scaleFloor,
            Initializer initializer,
            TrainingOptions training) {}

    @Override
    protected Maf train(Dataset train, Dataset validation, TrainingContext context) {
        FeatureScaling scaling = FeatureScaling.of(train);
        Dataset inputs = scaling.standardize(train);
        Maf.Settings settings = new Maf.Settings(
                train.features(),
                options.layers,
                options.hidden,
                options.activation,
                options.batchNorm,
                options.components,
                options.scaleFloor,
                orders(train.features(), context.random().child("orders")));
        MafFlow flow = settings.flow();
        MafObjective objective = new MafObjective(
                flow,
                Math.min(options.training.batchSize(), train.size()),
                inputs.toFloats(),
                scaling.standardize(validation).toFloats(),
                scaling.logDeterminant());
        float[] initial = flow.initial(options.initializer, context.random().child("initial"));
        float[] best = GradientTraining.run(Maf.NAME, objective, initial, inputs, options.training, context)
                .parameters();
        return new Maf(settings, best, objective.statistics(best), scaling, List.of())
                .withFloorsOf(inputs.spread(FloorCount.ROWS).toFloats());
    }

    private List<int[]> orders(int d, RandomStream random) {
        List<int[]> out = new ArrayList<>();
        for (int l = 0; l < options.layers + (options.components > 0 ? 1 : 0); l++) {
            boolean reversed = l % 2 == 1;
            out.add(
                    options.randomOrders
                            ? random.child(l).permutation(d)
                            : IntStream.range(0, d)
                                    .map(i -> reversed ? d - 1 - i : i)
                                    .toArray());
        }
        return out;
    }
}
