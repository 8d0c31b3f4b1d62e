package verisim.models.classical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verisim.core.data.DataSplits;
import verisim.core.math.LogMath;
import verisim.core.model.GenerativeModel;
import verisim.core.random.RandomStream;
import verisim.core.source.DatasetRegistry;

/** Real data from the folder that VERISIM_DATA names: a mixture, its size chosen on validation, beats one Gaussian on test rows. */
class ContinuousRealDataTest {
    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"wine-quality-white, full, 1", "digits, diagonal, 5"})
    void aMixtureBeatsOneGaussian(String name, String covariance, double margin) {
        String root = System.getenv("VERISIM_DATA");
        Assumptions.assumeTrue(
                root != null && !root.isBlank(), "VERISIM_DATA is not set; it names the folder of data sets");
        DataSplits data = DatasetRegistry.load()
                .load(name, Map.of(), RandomStream.ofSeed(1).child("data"))
                .splits();
        GenerativeModel gaussian = ContinuousModels.fit("gaussian", data.train(), data.validation(), Map.of());
        double logDeterminant = 0;
        int d = data.features();
        double[] factor = Covariances.cholesky(
                "gaussian", ((Gaussian) gaussian).covariance(), d, data.train().size(), "");
        for (int i = 0; i < d; i++) {
            logDeterminant += 2 * Math.log(factor[i * d + i]);
        }
        assertThat(ContinuousModels.meanLogLikelihood(gaussian, data.train()))
                .isCloseTo(-0.5 * (d * LogMath.LOG_TWO_PI + logDeterminant + d), within(1e-8));
        GenerativeModel mixture = ContinuousModels.fit(
                "gaussian-mixture",
                data.train(),
                data.validation(),
                Map.of("components", 0, "covariance", covariance, "restarts", 1));
        assertThat(ContinuousModels.meanLogLikelihood(mixture, data.test()))
                .isGreaterThan(ContinuousModels.meanLogLikelihood(gaussian, data.test()) + margin);
    }
}
