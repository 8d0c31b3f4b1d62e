package verisim.models.boltzmann;

import java.util.Map;
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
import verisim.core.option.Options;
import verisim.core.random.RandomStream;

/** One update of a DBM 784-500-1000 on a batch of 100, 10 mean-field steps. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DbmStepBenchmark {
    private static final DbmShape SHAPE = new DbmShape(java.util.List.of(784, 500, 1000));
    private static final int BATCH = 100;

    /** Block Gibbs steps of the chains. */
    @Param({"1", "5"})
    public int gibbsSteps;

    private DbmUpdates updates;
    private float[] batch;
    private RandomStream random;

    @Setup
    public void setUp() {
        random = RandomStream.ofSeed(1);
        batch = new float[BATCH * SHAPE.visible()];
        for (int i = 0; i < batch.length; i++) {
            batch[i] = random.nextFloat() < 0.13f ? 1f : 0f;
        }
        RbmParameters model = RbmParameters.initial(new float[SHAPE.odd()], SHAPE.even(), 0.01, random);
        DbmOptions options = DbmOptions.of(Options.resolve(
                "dbm",
                DbmOptions.OPTIONS,
                Map.of("gibbsSteps", gibbsSteps, "meanFieldSteps", 10, "meanFieldTolerance", 0)));
        float[] halves = new float[SHAPE.odd()];
        java.util.Arrays.fill(halves, 0.5f);
        Offsets offsets = new Offsets(Offsets.Kind.DATA_MEAN, 0.01, halves, SHAPE.even());
        updates = new DbmUpdates(
                SHAPE, model, new float[SHAPE.odd()], offsets, options.meanField(), options.training(), BATCH);
    }

    @Benchmark
    public float step() {
        updates.step(batch, BATCH, 0.001, 0, random);
        return updates.parameters()[0];
    }
}
