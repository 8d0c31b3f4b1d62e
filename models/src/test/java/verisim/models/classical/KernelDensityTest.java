package verisim.models.classical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.models.TestData;

class KernelDensityTest {
    private static final Dataset TRAIN = TestData.waves(Split.TRAIN, 200, 3);
    private static final Dataset VALIDATION = TestData.waves(Split.VALIDATION, 100, 3);

    /** The sum over training rows, written out in the units of the data. */
    @Test
    void theDensityIsTheMixtureOfItsKernels() {
        double h = 0.25;
        double[] variances = Covariances.variances(Covariances.centred(TRAIN, Covariances.mean(TRAIN)), 3);
        double[] logP = Arrays2d.toDoubles(
                ((KernelDensity) ContinuousModels.fit("kde", TRAIN, VALIDATION, Map.of("bandwidth", h)))
                        .logProbability(VALIDATION.toArray()));
        for (int r = 0; r < logP.length; r++) {
            double[] terms = new double[TRAIN.size()];
            for (int i = 0; i < terms.length; i++) {
                terms[i] = -Math.log(terms.length);
                for (int j = 0; j < 3; j++) {
                    double deviation = h * Math.sqrt(variances[j]);
                    double u = (VALIDATION.value(r, j) - TRAIN.value(i, j)) / deviation;
                    terms[i] += LogMath.logStandardNormal(u) - Math.log(deviation);
                }
            }
            assertThat(logP[r]).isCloseTo(LogMath.logSumExp(terms), within(1e-4));
        }
    }

    /** No bandwidth of a fine grid is better on validation by more than the search promises. */
    @Test
    void theBandwidthIsTheBestOnValidation() {
        KernelDensity chosen = (KernelDensity) ContinuousModels.fit("kde", TRAIN, VALIDATION, Map.of());
        double top = ContinuousModels.meanLogLikelihood(chosen, VALIDATION);
        double best = 0;
        double bestScore = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < 300; i++) {
            double h = 0.03 * Math.pow(1.01, i);
            double score = ContinuousModels.meanLogLikelihood(
                    ContinuousModels.fit("kde", TRAIN, VALIDATION, Map.of("bandwidth", h)), VALIDATION);
            if (score > bestScore) {
                bestScore = score;
                best = h;
            }
        }
        assertThat(top).isGreaterThan(bestScore - 1e-4);
        assertThat(chosen.bandwidth()).isCloseTo(best, within(0.02 * best));
    }
}
