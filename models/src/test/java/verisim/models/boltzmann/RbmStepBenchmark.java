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

/** One update of an RBM 784-500 on a batch of 100. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class RbmStepBenchmark {
    private static final int VISIBLE = 784;
    private static final int HIDDEN = 500;
    private static final int BATCH = 100;

    /** CD-1 or PCD-1. */
    @Param({"cd", "pcd"})
    public String algorithm;

    /** The ordinary gradient, or the centred one. */
    @Param({"none", "data-mean"})
    public String offsets;

    private RbmUpdates updates;
    private float[] batch;
    private RandomStream random;
    private float[] weights;

    @Setup
    public void setUp() {
        random = RandomStream.ofSeed(1);
        batch = new float[BATCH * VISIBLE];
        for (int i = 0; i < batch.length; i++) {
            batch[i] = random.nextFloat() < 0.13f ? 1f : 0f;
        }
        float[] base = new float[VISIBLE];
        java.util.Arrays.fill(base, -1.9f);
        RbmParameters model = RbmParameters.initial(base, HIDDEN, 0.01, random);
        weights = model.values();
        RbmOptions options = RbmOptions.of(
                Options.resolve("rbm", RbmOptions.OPTIONS, Map.of("algorithm", algorithm, "offsets", offsets)));
        updates = new RbmUpdates(model, base, options, BATCH);
    }

    @Benchmark
    public float step() {
        updates.step(batch, BATCH, 0.01, 0, random);
        return weights[0];
    }
}
