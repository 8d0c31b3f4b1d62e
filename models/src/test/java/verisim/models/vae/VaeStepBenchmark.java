package verisim.models.vae;

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
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.random.RandomStream;
import verisim.models.nn.Activation;
import verisim.models.nn.Adam;

/** Time of one training step of a 784-200-200-50 VAE on a batch of 100: both passes and Adam. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(1)
public class VaeStepBenchmark {
    private static final int ROWS = 100;

    private final RandomStream random = RandomStream.ofSeed(1);
    private float[] x;
    private VaeObjective objective;
    private float[] parameters;
    private float[] gradient;
    private Adam adam;

    /** Makes a batch and a network. */
    @Setup
    public void setUp() {
        x = new float[ROWS * 784];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextDouble() < 0.13 ? 1f : 0f;
        }
        VaeArchitecture architecture = new VaeArchitecture(
                DataKind.BINARY, 784, List.of(200, 200), 50, Activation.Function.RELU, DecoderVariance.FEATURE, 0.01);
        Dataset batch = Dataset.of("batch", Split.VALIDATION, DataKind.BINARY, x, 784);
        objective = new VaeObjective(architecture, ROWS, batch, 0, 0, random);
        parameters = architecture.initialize(random.child("initial"));
        gradient = new float[parameters.length];
        adam = Adam.of(parameters.length);
    }

    /** One step. */
    @Benchmark
    public double step() {
        double sum = objective.gradient(parameters, x, ROWS, gradient, random);
        adam.step(parameters, gradient, 0.001);
        return sum;
    }
}
