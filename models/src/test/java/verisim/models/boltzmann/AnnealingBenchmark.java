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
import verisim.core.likelihood.AnnealedImportanceSampling;
import verisim.core.likelihood.AnnealingSchedule;
import verisim.core.random.RandomStream;

/**
 * Log Z of an RBM 784-500 by 100 chains x 1,000 temperatures. {@code -Dverisim.threads=1} in {@code -jvmArgsAppend} for one thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
@Fork(1)
public class AnnealingBenchmark {
    private static final int VISIBLE = 784;
    private static final int HIDDEN = 500;

    private Rbm rbm;

    @Setup
    public void setUp() {
        float[] base = new float[VISIBLE];
        java.util.Arrays.fill(base, -1.9f);
        rbm = new Rbm(RbmParameters.initial(base, HIDDEN, 0.05, RandomStream.ofSeed(1)), base, 1);
    }

    @Benchmark
    public double anneal() {
        return new AnnealedImportanceSampling(100, AnnealingSchedule.uniform(1000))
                .run(rbm.annealingPath(), RandomStream.ofSeed(2))
                .logPartition();
    }
}
