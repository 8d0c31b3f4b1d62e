package verisim.models.autoregressive;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

/** Time of one training step of a 784-500-784 MADE on a batch of 100: forward, backward and Adam. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(1)
public class MadeStepBenchmark {
    private static final int FEATURES = 784;
    private static final int ROWS = 100;

    /** Whether features have direct connections to the outputs, a third matrix of 784 x 784. */
    @Param({"false", "true"})
    public boolean direct;

    private float[] x;
    private MadeTrainingStep step;

    /** Makes a batch and a network. */
    @Setup
    public void setUp() {
        RandomStream random = RandomStream.ofSeed(1);
        x = new float[ROWS * FEATURES];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextDouble() < 0.13 ? 1f : 0f;
        }
        MadeLayout layout = new MadeLayout(
                FEATURES,
                1,
                List.of(500),
                Activation.Function.RELU,
                direct,
                IntStream.range(0, FEATURES).toArray());
        float[] parameters = new float[layout.parameterCount()];
        MadeNetwork.initialize(layout, parameters, layout.mask(), random);
        step = new MadeTrainingStep(layout, Made.conditionals(DataKind.BINARY, 1, 0.001), parameters, ROWS, 0.001, 0);
    }

    /** One step. */
    @Benchmark
    public double step() {
        return step.step(x, ROWS);
    }
}
