package verisim.models.boltzmann;

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

/** Exact log Z of an RBM 784-20. {@code -Dverisim.threads=1} in {@code -jvmArgsAppend} for one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
@Fork(1)
public class StateEnumerationBenchmark {
    private RbmParameters model;

    @Setup
    public void setUp() {
        float[] base = new float[784];
        java.util.Arrays.fill(base, -1.9f);
        model = RbmParameters.initial(base, 20, 0.3, RandomStream.ofSeed(1));
    }

    @Benchmark
    public double enumerate() {
        return model.logPartition();
    }
}
