package verisim.models.boltzmann;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.Dataset;
import verisim.core.likelihood.ImportanceWeightedBound;
import verisim.core.math.Arrays2d;
import verisim.core.model.LatentVariableModel;
import verisim.core.random.RandomStream;

/**
 * What is watched while a deep belief network is fine-tuned. First the score that the best epoch is chosen by, of training and validation
 * rows, always from the same draws:
 *
 * <pre>{@code
 * train-, validation-elbo         evidence lower bound from one draw a row, where log Z takes at most 1e8 operations by enumeration
 * train-, validation-elbo-ais     with log Z by annealed importance sampling every `aisEvery` epochs, NaN in between
 * train-, validation-negative-reconstruction-error     with aisEvery = 0: squared units, not nats
 * }</pre>
 */
final class DbnMonitors implements Monitors {

    private final Supplier<Dbn> network;
    private final RbmOptions.Annealing annealing;
    private final Dataset train;
    private final Dataset validation;
    private final boolean enumerated;

    /** @param network the network as it is when asked */
    DbnMonitors(Supplier<Dbn> network, RbmOptions.Annealing annealing, Dataset train, Dataset validation) {
        this.network = network;
        this.annealing = annealing;
        this.train = train.spread(validation.size());
        this.validation = validation;
        Rbm top = network.get().top();
        enumerated = Monitors.cheap(Math.min(top.features(), top.hidden()), Math.max(top.features(), top.hidden()));
    }

    @Override
    public String scoreName() {
        return "validation-" + score();
    }

    private String score() {
        return enumerated ? "elbo" : annealing.every() > 0 ? "elbo-ais" : "negative-reconstruction-error";
    }

    @Override
    public int scoreEvery() {
        return enumerated || annealing.every() == 0 ? 1 : annealing.every();
    }

    @Override
    public Map<String, Double> figures(boolean scored, RandomStream random) {
        Map<String, Double> out = new LinkedHashMap<>();
        out.put("train-" + score(), Double.NaN);
        out.put(scoreName(), Double.NaN);
        if (!scored) {
            return out;
        }
        Dbn now = network.get();
        if (!enumerated && annealing.every() == 0) {
            LatentVariableModel model = now.withPriorLogPartition(0); // which neither encoder nor decoder reads
            out.put("train-" + score(), -reconstructionError(model, train, random.child("train")));
            out.put(scoreName(), -reconstructionError(model, validation, random.child("validation")));
            return out;
        }
        double logPartition = enumerated
                ? now.top().logPartitionByEnumeration()
                : annealing
                        .estimator()
                        .run(now.top().annealingPath(), random.child("ais"))
                        .logPartition();
        LatentVariableModel model = now.withPriorLogPartition(logPartition);
        out.put("train-" + score(), elbo(model, train, random.child("train")));
        out.put(scoreName(), elbo(model, validation, random.child("validation")));
        return out;
    }

    private static double elbo(LatentVariableModel model, Dataset data, RandomStream random) {
        return new ImportanceWeightedBound(1)
                .evaluate(model, data, random)
                .meanElbo()
                .value();
    }

    private static double reconstructionError(LatentVariableModel model, Dataset data, RandomStream random) {
        float[] x = data.toFloats();
        double sum = 0;
        try (INDArray rows = Arrays2d.matrix(x, data.size(), data.features());
                INDArray z = model.encode(rows, random);
                INDArray mean = model.decode(z)) {
            float[] back = Arrays2d.toFloats(mean);
            for (int i = 0; i < x.length; i++) {
                double error = x[i] - back[i];
                sum += error * error;
            }
        }
        return sum / data.size();
    }
}
