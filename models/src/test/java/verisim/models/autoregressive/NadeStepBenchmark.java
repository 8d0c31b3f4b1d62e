package verisim.models.autoregressive;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import verisim.core.data.DataKind;
import verisim.core.random.RandomStream;
import verisim.models.nn.Activation;
import verisim.models.nn.Adam;

/**
 * Time of one training step of a NADE with 784 features and 500 hidden units on a batch of 100: forward, backward and Adam. 13 % of
 * the values are ones, as in binarized MNIST, but spread evenly, which makes more distinct hidden states than strokes do.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(1)
public class NadeStepBenchmark {
    private static final int FEATURES = 784;
    private static final int ROWS = 100;

    /** The nonlinearity. */
    @Param({"SIGMOID", "RELU"})
    public Activation.Function activation;

    private float[] x;
    private float[] parameters;
    private float[] gradient;
    private NadeObjective objective;
    private Adam adam;

    /** Makes a batch and a network. */
    @Setup
    public void setUp() {
        RandomStream random = RandomStream.ofSeed(1);
        x = new float[ROWS * FEATURES];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextDouble() < 0.13 ? 1f : 0f;
        }
        NadeLayout layout = new NadeLayout(FEATURES, 500, 1, activation, false);
        parameters = new float[layout.parameterCount()];
        gradient = new float[layout.parameterCount()];
        layout.initialize(parameters, random);
        objective = new NadeObjective(layout, Nade.conditionals(DataKind.BINARY, 1, 0.001), ROWS, x, 0);
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
