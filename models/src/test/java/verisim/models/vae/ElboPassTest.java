package verisim.models.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verisim.core.data.DataKind;
import verisim.core.random.RandomStream;
import verisim.models.nn.Activation;

class ElboPassTest {
    private static final int ROWS = 5;

    @ParameterizedTest
    @CsvSource({
        "BINARY, TANH, FEATURE, 1",
        "BINARY, RELU, FEATURE, 0.3",
        "REAL, TANH, FEATURE, 1",
        "REAL, TANH, SHARED, 1",
        "REAL, RELU, OUTPUT, 0.3",
        "REAL, TANH, OUTPUT, 1"
    })
    void boundAndGradientAgreeWithCentralDifferencesOfTheFormula(
            DataKind kind, Activation.Function activation, DecoderVariance variance, double klWeight) {
        for (List<Integer> hidden : List.of(List.of(4, 3), List.<Integer>of())) {
            check(new VaeArchitecture(kind, 6, hidden, 2, activation, variance, 0.3), klWeight);
        }
    }

    private static void check(VaeArchitecture shape, double klWeight) {
        RandomStream random = RandomStream.ofSeed(7);
        float[] parameters = new float[shape.parameterCount()];
        random.fillGaussian(parameters, 0, parameters.length);
        float[] x = new float[ROWS * shape.features()];
        random.fillGaussian(x, 0, x.length);
        if (shape.kind() == DataKind.BINARY) {
            for (int i = 0; i < x.length; i++) {
                x[i] = x[i] > 0 ? 1 : 0;
            }
        }
        float[] noise = new float[ROWS * shape.latents()];
        random.fillGaussian(noise, 0, noise.length);
        double[] w = new double[parameters.length];
        for (int i = 0; i < w.length; i++) {
            parameters[i] *= 0.7f;
            w[i] = parameters[i];
        }
        ReferenceElbo reference = new ReferenceElbo(shape);

        ElboPass pass = new ElboPass(shape, ROWS + 2);
        float[] gradient = new float[parameters.length];
        pass.forward(parameters, x, ROWS, noise);
        pass.backward(parameters, klWeight, gradient);

        double expected = reference.loss(w, x, noise, ROWS, klWeight);
        double got = -(pass.reconstruction() - klWeight * pass.kl()) / ROWS;
        assertThat(got).isCloseTo(expected, within(1e-5 * Math.abs(expected)));
        double largest = 0;
        for (float g : gradient) {
            largest = Math.max(largest, Math.abs(g));
        }
        for (int i = 0; i < w.length; i++) {
            double h = 1e-6;
            double kept = w[i];
            w[i] = kept + h;
            double up = reference.loss(w, x, noise, ROWS, klWeight);
            w[i] = kept - h;
            double down = reference.loss(w, x, noise, ROWS, klWeight);
            w[i] = kept;
            // Single precision against double: 1e-5 of the largest entry, which sums the most terms.
            assertThat((double) gradient[i])
                    .as("parameter %d of %s", i, shape.hidden())
                    .isCloseTo((up - down) / (2 * h), within(1e-5 * largest));
        }
        assertThat(largest).isGreaterThan(0.01);
    }
}
