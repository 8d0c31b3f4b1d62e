package verisim.models.autoregressive;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.model.Trainer;
import verisim.core.model.TrainingContext;
import verisim.models.nn.Activation;
import verisim.models.nn.GradientTraining;
import verisim.models.nn.TrainingOptions;

/** Order-agnostic maximum likelihood by gradients, stopped early by the order-averaged log-likelihood of the validation rows. */
final class EonadeTrainer extends Trainer<Eonade> {
    private static final Logger LOG = LoggerFactory.getLogger(EonadeTrainer.class);

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
        this.hidden = new EonadeShape(1, hidden, activation, floor).hidden(); // checks what needs no data
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
        if (steps == 0 || steps >= d) {
            return new Eonade(shape, EonadeSteps.oneByOne(d), drawn, best);
        }
        double[] losses = EonadeLosses.estimate(
                shape, best, validation.toFloats(), context.random().child("step-orders"));
        EonadeSteps chosen = EonadeSteps.leastLoss(losses, steps);
        LOG.info(
                "eonade: in {} steps an order loses about {} nats a row of the validation data, of {}",
                steps,
                String.format(Locale.ROOT, "%.3f", chosen.cost(losses)),
                String.format(Locale.ROOT, "%.2f", Arrays.stream(losses).sum()));
        return new Eonade(shape, chosen, drawn, best);
    }
}
