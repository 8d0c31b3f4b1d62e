package verisim.models.autoregressive;

import java.util.List;
import java.util.concurrent.TimeUnit;
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
 * Time of one training step of an EoNADE with 784 features and two layers of 500 hidden units on a batch of 100: masks, forward, backward
 * and Adam.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(1)
public class EonadeStepBenchmark {
    private static final int FEATURES = 784;
    private static final int ROWS = 100;

    private float[] x;
    private float[] parameters;
    private float[] gradient;
    private EonadeObjective objective;
    private Adam adam;
    private final RandomStream stream = RandomStream.ofSeed(2);
    private long steps;

    /** Makes a batch and a network. */
    @Setup
    public void setUp() {
        RandomStream random = RandomStream.ofSeed(1);
        x = new float[ROWS * FEATURES];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextDouble() < 0.13 ? 1f : 0f;
        }
        EonadeShape shape = new EonadeShape(FEATURES, List.of(500, 500), Activation.Function.RELU, 0);
        parameters = new float[shape.parameterCount()];
        gradient = new float[shape.parameterCount()];
        shape.network().initialize(parameters, 0, random);
        objective = new EonadeObjective(shape, ROWS, x, random.child("validation"));
        adam = Adam.of(parameters.length);
    }

    /** One step. */
    @Benchmark
    public double step() {
        double sum = objective.gradient(parameters, x, ROWS, gradient, stream.child(steps++));
        adam.step(parameters, gradient, 0.001);
        return sum;
    }
}
