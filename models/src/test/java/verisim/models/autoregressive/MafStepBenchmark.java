package verisim.models.autoregressive;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import verisim.core.random.RandomStream;
import verisim.models.nn.Activation;
import verisim.models.nn.Adam;

/**
 * Time of one training step of a masked autoregressive flow of five layers with 64 features, 100 hidden units in each layer and a standard
 * normal base on a batch of 100: forward, backward and Adam.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(1)
public class MafStepBenchmark {
    private static final int FEATURES = 64;
    private static final int LAYERS = 5;
    private static final int ROWS = 100;

    private float[] x;
    private float[] parameters;
    private float[] gradient;
    private MafObjective objective;
    private Adam adam;

    /** Makes a batch and a flow. */
    @Setup
    public void setUp() {
        RandomStream random = RandomStream.ofSeed(1);
        x = new float[ROWS * FEATURES];
        random.fillGaussian(x, 0, x.length);
        List<int[]> orders = new ArrayList<>();
        for (int l = 0; l < LAYERS; l++) {
            boolean reversed = l % 2 == 1;
            orders.add(IntStream.range(0, FEATURES)
                    .map(i -> reversed ? FEATURES - 1 - i : i)
                    .toArray());
        }
        MafFlow flow = new MafFlow(FEATURES, LAYERS, List.of(100), Activation.Function.RELU, false, 0, 0.001, orders);
        parameters = flow.initial(null, random);
        gradient = new float[parameters.length];
        objective = new MafObjective(flow, ROWS, x, x, 0);
        adam = Adam.of(parameters.length);
    }

    /** One step. */
    @Benchmark
    public double step() {
        double sum = objective.gradient(parameters, x, ROWS, gradient, null);
        adam.step(parameters, gradient, 0.001);
        return sum;
    }
}
