package verisim.benchmarks.calibrate;

import static verisim.core.Checks.require;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import verisim.core.likelihood.AnnealingSchedule;
import verisim.core.likelihood.PartitionCalibration;
import verisim.core.model.AnnealingPath;
import verisim.core.model.ModelRegistry;
import verisim.core.random.RandomStream;

/**
 * Annealed importance sampling, forwards and backwards, of RBMs whose log Z is known by enumeration: 10x10, 16x12 and 20x20 units with
 * normal weights of three scales, and two trained on bars and stripes, each along three schedules.
 */
public final class AisCalibration {
    private static final int[][] SIZES = {{10, 10}, {16, 12}, {20, 20}};
    private static final double[] SCALES = {0.1, 1, 3};
    private static final int[] SIDES = {3, 4};
    private static final int FEWEST_CHAINS = 10;
    private static final int UNIFORM_STEPS = 100;
    private static final int PILOT_CHAINS = 1000;
    private static final double COARSE = 0.99;
    private static final double FINE = 0.999;

    private final int chains;
    private final int repetitions;

    /**
     * @param chains of one estimate
     * @param repetitions estimates of each kind
     */
    public AisCalibration(int chains, int repetitions) {
        require(chains >= FEWEST_CHAINS, "chains must be at least %d, but was %d", FEWEST_CHAINS, chains);
        require(repetitions >= 2, "repetitions must be at least 2, but was %d", repetitions);
        this.chains = chains;
        this.repetitions = repetitions;
    }

    /**
     * Runs all of it.
     *
     * @param progress told of each world before it starts
     */
    public List<PartitionCalibration> run(RandomStream random, Consumer<String> progress) {
        List<PartitionCalibration> out = new ArrayList<>();
        ModelRegistry models = ModelRegistry.load();
        RandomStream worlds = random.child("worlds");
        for (int[] size : SIZES) {
            for (double scale : SCALES) {
                add(PartitionWorld.random(size[0], size[1], scale, models, worlds), random, progress, out);
            }
        }
        for (int side : SIDES) {
            add(PartitionWorld.barsAndStripes(side, models, worlds), random, progress, out);
        }
        return out;
    }

    private void add(
            PartitionWorld world, RandomStream random, Consumer<String> progress, List<PartitionCalibration> out) {
        progress.accept(world.name());
        AnnealingPath path = world.path();
        RandomStream own = random.child(world.name());
        RandomStream pilot = own.child("pilot");
        add(world, "uniform", AnnealingSchedule.uniform(UNIFORM_STEPS), own, out);
        add(world, "adaptive, share 0.99", adaptive(path, COARSE, pilot.child("coarse")), own, out);
        add(world, "adaptive, share 0.999", adaptive(path, FINE, pilot.child("fine")), own, out);
    }

    private static AnnealingSchedule adaptive(AnnealingPath path, double share, RandomStream random) {
        return AnnealingSchedule.adaptive(path, PILOT_CHAINS, share, random);
    }

    private void add(
            PartitionWorld world,
            String name,
            AnnealingSchedule schedule,
            RandomStream own,
            List<PartitionCalibration> out) {
        out.add(PartitionCalibration.measure(
                world.name(),
                world.path(),
                world.logPartition(),
                name,
                schedule,
                chains,
                repetitions,
                own.child(name)));
    }
}
