package verisim.models.gan;

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

/** Time of one step of a toy GAN, 2-64-64-2 against 2-64-64-1, on a batch of 100: discriminator and generator. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(1)
public class GanStepBenchmark {
    private static final int ROWS = 100;

    private final RandomStream random = RandomStream.ofSeed(1);
    private float[] x;
    private GanTrainingStep step;

    /** Makes a batch and a network. */
    @Setup
    public void setUp() {
        x = new float[ROWS * 2];
        random.fillGaussian(x, 0, x.length);
        step = GanTrainingStep.of(DataKind.REAL, 2, 2, List.of(64, 64), ROWS, 0.001, random.child("initial"));
    }

    /** One step. */
    @Benchmark
    public double step() {
        return step.discriminatorStep(x, ROWS, random) + step.generatorStep(ROWS, random);
    }
}
