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
import verisim.core.random.RandomStream;

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
    private VaeTrainingStep step;

    /** Makes a batch and a network. */
    @Setup
    public void setUp() {
        x = new float[ROWS * 784];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextDouble() < 0.13 ? 1f : 0f;
        }
        step = VaeTrainingStep.of(DataKind.BINARY, 784, List.of(200, 200), 50, ROWS, 0.001, random.child("initial"));
    }

    /** One step. */
    @Benchmark
    public double step() {
        return step.step(x, ROWS, 1, random);
    }
}
