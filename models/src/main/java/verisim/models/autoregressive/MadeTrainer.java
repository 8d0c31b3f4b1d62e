package verisim.models.autoregressive;

import static verisim.core.Checks.require;

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
final class MadeTrainer extends Trainer<Made> {
    private final MadeOptions options;

    MadeTrainer(String name, Set<DataKind> accepts, MadeOptions options) {
        super(name, accepts);
        this.options = options;
        require(
                options.masks == 1 || options.randomOrder || (options.drawnDegrees && !options.hidden.isEmpty()),
                "%s: %d masks would all be the same with a natural order and fixed connectivity; set order to random%s",
                name,
                options.masks,
                options.hidden.isEmpty() ? "" : " or connectivity to agnostic");
        require(
                options.evaluationMasks <= options.masks,
                "%s: evaluationMasks must be at most masks, %d, but was %d",
                name,
                options.masks,
                options.evaluationMasks);
    }

    /**
     * Hyperparameters; what each means stands at the options of {@link MadeProvider}.
     *
     * @param initializer null for the one that suits the activation
     */
    record MadeOptions(
            List<Integer> hidden,
            Activation.Function activation,
            boolean directConnections,
            int masks,
            int evaluationMasks,
            boolean randomOrder,
            boolean drawnDegrees,
            int components,
            double scaleFloor,
            double dropout,
            Initializer initializer,
            TrainingOptions training) {}

    @Override
    protected Made train(Dataset train, Dataset validation, TrainingContext context) {
        MadeConditionals family = MadeConditionals.of(train, options.components, options.scaleFloor);
        Conditionals conditionals = family.conditionals();
        FeatureScaling scaling = family.scaling(train);
        Dataset inputs = family.inputs(train, scaling);
        MadeLayout layout = new MadeLayout(
                conditionals.widths(train.features()),
                options.hidden,
                options.activation,
                options.directConnections,
                0);
        List<MadeMask> masks = masks(layout, context.random());

        float[] initial = new float[layout.parameterCount()];
        MadeNetwork.initialize(
                layout, initial, options.initializer, context.random().child("initial"));
        if (masks.size() == 1) {
            masks.get(0).apply(initial, initial);
        }
        conditionals.initializeBiases(inputs.toFloats(), train.features(), initial, layout.biases(layout.layers()));

        MadeObjective objective = new MadeObjective(
                masks,
                conditionals,
                options.dropout,
                Math.min(options.training.batchSize(), train.size()),
                family.inputs(validation, scaling).toFloats(),
                family.logVolume(scaling));
        float[] best = GradientTraining.run(modelName(), objective, initial, inputs, options.training, context)
                .parameters();
        int kept = options.evaluationMasks == 0 ? masks.size() : options.evaluationMasks;
        return new Made(modelName(), family, masks.subList(0, kept), best, scaling)
                .withFloorsOf(inputs.spread(FloorCount.ROWS).toFloats());
    }

    private List<MadeMask> masks(MadeLayout layout, RandomStream random) {
        List<MadeMask> out = new ArrayList<>();
        for (int m = 0; m < options.masks; m++) {
            RandomStream own = random.child("masks").child(m);
            int[] order = options.randomOrder
                    ? own.child("order").permutation(layout.features())
                    : IntStream.range(0, layout.features()).toArray();
            out.add(
                    options.drawnDegrees
                            ? MadeMask.drawn(layout, order, own.child("degrees"))
                            : MadeMask.spread(layout, order));
        }
        return out;
    }
}
