package verisim.models.autoregressive;

import static verisim.core.Checks.require;

import java.util.List;
import java.util.Set;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.model.Trainer;
import verisim.core.model.TrainingContext;
import verisim.models.nn.Activation;
import verisim.models.nn.GradientTraining;
import verisim.models.nn.TrainingOptions;

/** Order-agnostic maximum likelihood by gradients, stopped early by the order-averaged log-likelihood of the validation rows. */
final class EonadeTrainer extends Trainer<Eonade> {
    private final List<Integer> hidden;
    private final Activation.Function activation;
    private final double floor;
    private final int orders;
    private final int steps;
    private final TrainingOptions training;

    EonadeTrainer(
            List<Integer> hidden,
            Activation.Function activation,
            double floor,
            int orders,
            int steps,
            TrainingOptions training) {
        super(Eonade.NAME, Set.of(DataKind.BINARY));
        require(!hidden.isEmpty(), "eonade: hidden must name at least one layer, such as [500], but was []");
        this.hidden = List.copyOf(hidden);
        this.activation = activation;
        this.floor = floor;
        this.orders = orders;
        this.steps = steps;
        this.training = training;
    }

    @Override
    protected Eonade train(Dataset train, Dataset validation, TrainingContext context) {
        int d = train.features();
        EonadeShape shape = new EonadeShape(d, hidden, activation, floor);
        float[] initial = new float[shape.parameterCount()];
        shape.network().initialize(initial, 0, context.random().child("initial"));
        new BernoulliConditionals().initializeBiases(train.toFloats(), d, initial, shape.biases(shape.layers()));
        EonadeObjective objective = new EonadeObjective(
                shape,
                Math.min(training.batchSize(), train.size()),
                validation.toFloats(),
                context.random().child("validation-masks"));
        float[] best = GradientTraining.run(Eonade.NAME, objective, initial, train, training, context)
                .parameters();
        int[][] drawn = new int[orders][];
        for (int k = 0; k < orders; k++) {
            drawn[k] = context.random().child("orders").child(k).permutation(d);
        }
        EonadeSteps chosen = steps == 0 || steps >= d
                ? EonadeSteps.oneByOne(d)
                : EonadeSteps.leastLoss(
                        objective.lossesBySeen(best, context.random().child("step-masks")), steps);
        return new Eonade(shape, chosen, drawn, best);
    }
}
