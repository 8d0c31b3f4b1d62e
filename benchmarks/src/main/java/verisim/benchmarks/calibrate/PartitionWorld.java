package verisim.benchmarks.calibrate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataSplits;
import verisim.core.math.Arrays2d;
import verisim.core.model.AnnealingPath;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelRegistry;
import verisim.core.model.ModelState;
import verisim.core.model.TrainingContext;
import verisim.core.model.UnnormalizedDensity;
import verisim.core.random.RandomStream;
import verisim.core.source.DatasetRegistry;

/**
 * An RBM small enough to enumerate, on which estimators of log Z are calibrated.
 *
 * @param logPartition log Z, exact, nats
 */
record PartitionWorld(String name, AnnealingPath path, double logPartition) {
    private static final String RBM = "rbm";

    /** Standard deviation of the logits of the base distribution of a random RBM: a base that knows nothing of the model. */
    private static final double BASE_DEVIATION = 0.5;

    /** Returns an RBM whose weights and biases are normal with mean 0 and standard deviation {@code scale}. */
    static PartitionWorld random(int visible, int hidden, double scale, ModelRegistry models, RandomStream random) {
        RandomStream own = random.child(visible).child(hidden).child(Double.toString(scale));
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        arrays.put("weights", Arrays2d.matrix(normal(visible * hidden, scale, own), visible, hidden));
        arrays.put("visibleBias", Arrays2d.vector(normal(visible, scale, own)));
        arrays.put("hiddenBias", Arrays2d.vector(normal(hidden, scale, own)));
        arrays.put("baseLogits", Arrays2d.vector(normal(visible, BASE_DEVIATION, own)));
        Map<String, Object> settings = Map.of("burnIn", 1, "thinning", 1, "sampleTemperatures", 1);
        GenerativeModel rbm = models.get(RBM).load(new ModelState(RBM, settings, arrays));
        return of(visible + "x" + hidden + " scale " + scale, rbm);
    }

    private static double[] normal(int n, double scale, RandomStream random) {
        double[] out = new double[n];
        for (int i = 0; i < n; i++) {
            out[i] = scale * random.nextGaussian();
        }
        return out;
    }

    /** Returns an RBM of 12 hidden units trained on all bars and stripes of {@code side} times {@code side} pixels. */
    static PartitionWorld barsAndStripes(int side, ModelRegistry models, RandomStream random) {
        DataSplits data = DatasetRegistry.load()
                .load("bars-and-stripes", Map.of("side", side), random.child("data"))
                .splits();
        Map<String, Object> options =
                Map.of("hidden", 12, "epochs", 200, "patience", 200, "batchSize", 50, "learningRate", 0.1);
        GenerativeModel rbm = models.trainer(RBM, options)
                .fit(
                        data.train(),
                        data.validation(),
                        TrainingContext.of(random.child("bars").child(side)));
        return of("bars and stripes " + side + "x" + side, rbm);
    }

    private static PartitionWorld of(String name, GenerativeModel model) {
        UnnormalizedDensity rbm = (UnnormalizedDensity) model;
        return new PartitionWorld(name, rbm.annealingPath(), rbm.logPartitionByEnumeration());
    }
}
