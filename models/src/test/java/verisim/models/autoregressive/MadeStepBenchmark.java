package verisim.models.autoregressive;

import java.util.ArrayList;
import java.util.List;
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
import verisim.core.random.RandomStream;
import verisim.models.nn.Activation;
import verisim.models.nn.Adam;
import verisim.models.nn.Optimizer;

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

    /** Sets of masks. */
    @Param({"1", "8"})
    public int masks;

    private float[] x;
    private float[] parameters;
    private float[] gradient;
    private MadeObjective objective;
    private Optimizer adam;
    private RandomStream random;

    /** Makes a batch and a network. */
    @Setup
    public void setUp() {
        random = RandomStream.ofSeed(1);
        x = new float[ROWS * FEATURES];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextDouble() < 0.13 ? 1f : 0f;
        }
        MadeLayout layout = new MadeLayout(FEATURES, 1, List.of(500), Activation.Function.RELU, direct);
        List<MadeMask> sets = new ArrayList<>();
        for (int m = 0; m < masks; m++) {
            sets.add(MadeMask.spread(layout, random.permutation(FEATURES)));
        }
        parameters = new float[layout.parameterCount()];
        gradient = new float[parameters.length];
        MadeNetwork.initialize(layout, parameters, null, random);
        if (masks == 1) {
            sets.get(0).apply(parameters, parameters);
        }
        objective = new MadeObjective(sets, new BernoulliConditionals(), 0, ROWS, x, 0);
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
