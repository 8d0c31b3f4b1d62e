package verisim.models.boltzmann;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.model.TrainingContext;
import verisim.core.option.Options;
import verisim.core.random.RandomStream;

/** How far each negative phase gets on bars and stripes of 3 x 3 pixels, where the likelihood and its ceiling are exact. */
@Tag("slow")
class BarsAndStripesTest {
    private static final int SEEDS = 10;

    /** The entropy of 16 rows, of which two stand twice. */
    private static final double CEILING = -(12.0 / 16 * Math.log(16) + 2.0 / 8 * Math.log(8));

    private static final double UNIFORM = -9 * Math.log(2);

    /** All 16 rows, those of the empty and the full picture twice. */
    private static Dataset listed(Split split) {
        float[] rows = new float[16 * 9];
        for (int r = 0; r < 16; r++) {
            for (int i = 0; i < 9; i++) {
                int line = r % 2 == 1 ? i % 3 : i / 3;
                rows[r * 9 + i] = ((r / 2) >> line) & 1;
            }
        }
        return Dataset.of("bars", split, DataKind.BINARY, rows, 9);
    }

    /** Shares of the way from uniform pixels to the ceiling that every one of the seeds must reach, as measured less a margin. */
    @ParameterizedTest
    @CsvSource({
        "exact, data-mean, 0.5, 1, 0.99",
        "tempering, data-mean, 0.5, 1, 0.99",
        "cd, data-mean, 0.5, 1, 0.9",
        "cd, data-mean, 0.5, 10, 0.97",
        "pcd, data-mean, 0.2, 1, 0.9",
        "pcd, none, 0.2, 1, 0.9"
    })
    void eachAlgorithmGetsThisFarAndNoneBeyondTheCeiling(
            String algorithm,
            String offsets,
            double learningRate,
            int gibbsSteps,
            double share,
            TestReporter reporter) {
        Map<String, Object> given = new HashMap<>();
        given.put("algorithm", algorithm);
        given.put("offsets", offsets);
        given.put("learningRate", learningRate);
        given.put("gibbsSteps", gibbsSteps);
        given.put("chains", 200);
        given.put("batchSize", 16);
        given.put("weightScale", 0.1);
        given.put("epochs", 3000);
        given.put("patience", 3000);
        RbmTrainer trainer = new RbmTrainer(16, RbmOptions.of(Options.resolve("rbm", RbmOptions.OPTIONS, given)));
        double worst = 0;
        double best = Double.NEGATIVE_INFINITY;
        for (int seed = 1; seed <= SEEDS; seed++) {
            Rbm rbm = trainer.fit(
                    listed(Split.TRAIN), listed(Split.VALIDATION), TrainingContext.of(RandomStream.ofSeed(seed)));
            double sum = 0;
            for (double value : rbm.unnormalized(listed(Split.TEST).toFloats(), 16)) {
                sum += value;
            }
            double logLikelihood = sum / 16 - rbm.logPartitionByEnumeration();
            worst = Math.min(worst, logLikelihood);
            best = Math.max(best, logLikelihood);
        }
        reporter.publishEntry(algorithm + " " + offsets + " " + gibbsSteps, worst + " to " + best);
        assertThat(best).isLessThanOrEqualTo(CEILING);
        assertThat((worst - UNIFORM) / (CEILING - UNIFORM)).isGreaterThanOrEqualTo(share);
    }
}
