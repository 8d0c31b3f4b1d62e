package verisim.models.boltzmann;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import verisim.core.data.DataSplits;
import verisim.core.likelihood.AnnealingSchedule;
import verisim.core.likelihood.PartitionCalibration;
import verisim.core.likelihood.PartitionCalibration.Direction;
import verisim.core.model.AnnealingPath;
import verisim.core.model.ModelRegistry;
import verisim.core.model.TrainingContext;
import verisim.core.random.RandomStream;
import verisim.core.source.DatasetRegistry;

/**
 * RBMs whose log Z is known by enumeration. Where fewer than one repetition in twenty is said to rest on few chains, the intervals of
 * the others must hold log Z in 92 to 98 % of 400 repetitions: a right interval is outside these bounds for one seed in 100.
 */
@Tag("slow")
class PartitionCalibrationTest {
    private static final int CHAINS = 100;
    private static final int REPETITIONS = 400;
    private static final RandomStream RANDOM = RandomStream.ofSeed(91);

    private static List<PartitionCalibration> calibrate(String name, Rbm rbm) {
        AnnealingPath path = rbm.annealingPath();
        double exact = rbm.logPartitionByEnumeration();
        RandomStream random = RANDOM.child(name);
        List<PartitionCalibration> rows = new ArrayList<>();
        Map<String, AnnealingSchedule> schedules = new java.util.TreeMap<>(Map.of(
                "uniform",
                AnnealingSchedule.uniform(100),
                "adaptive 0.99",
                AnnealingSchedule.adaptive(
                        path, 1000, 0.99, random.child("pilot").child("coarse")),
                "adaptive 0.999",
                AnnealingSchedule.adaptive(
                        path, 1000, 0.999, random.child("pilot").child("fine"))));
        schedules.forEach((label, schedule) -> rows.add(PartitionCalibration.measure(
                name, path, exact, label, schedule, CHAINS, REPETITIONS, random.child(label))));
        return rows;
    }

    private static int check(List<PartitionCalibration> rows) {
        int silent = 0;
        for (PartitionCalibration row : rows) {
            for (Direction d : List.of(row.forwards(), row.backwards().orElseThrow())) {
                if (d.warned() < 0.05) {
                    silent++;
                    assertThat(d.silentCoverage()).as("%s", row).isBetween(0.92, 0.98);
                }
                assertThat(d.silentMisses()).as("%s", row).isLessThan(0.08);
            }
        }
        return silent;
    }

    @Test
    void intervalsOfRandomMachinesHoldTheExactValue(TestReporter reporter) {
        List<PartitionCalibration> rows = new ArrayList<>();
        int[][] sizes = {{10, 10}, {16, 12}, {20, 20}};
        for (int[] size : sizes) {
            for (double scale : new double[] {0.1, 1, 3}) {
                String name = size[0] + "x" + size[1] + " scale " + scale;
                rows.addAll(calibrate(name, TinyRbm.random(size[0], size[1], scale, name)));
            }
        }
        reporter.publishEntry("calibration", rows.toString());
        assertThat(check(rows)).isGreaterThan(20);
    }

    @Test
    void intervalsOfTrainedMachinesHoldTheExactValue(TestReporter reporter) {
        List<PartitionCalibration> rows = new ArrayList<>();
        for (int side : new int[] {3, 4}) {
            DataSplits data = DatasetRegistry.load()
                    .load("bars-and-stripes", Map.of("side", side), RANDOM.child("data"))
                    .splits();
            Rbm rbm = (Rbm) ModelRegistry.load()
                    .trainer(
                            "rbm",
                            Map.of("hidden", 12, "epochs", 200, "patience", 200, "batchSize", 50, "learningRate", 0.1))
                    .fit(data.train(), data.validation(), TrainingContext.of(RANDOM.child("bars-" + side)));
            rows.addAll(calibrate("bars-and-stripes " + side + "x" + side, rbm));
        }
        reporter.publishEntry("calibration", rows.toString());
        assertThat(check(rows)).isPositive();
    }
}
