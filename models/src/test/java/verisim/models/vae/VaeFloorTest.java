package verisim.models.vae;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.random.RandomStream;
import verisim.models.nn.Activation;
import verisim.models.nn.FeatureScaling;

class VaeFloorTest {
    @ParameterizedTest
    @EnumSource(DecoderVariance.class)
    void aDecoderAtItsFloorSaysSo(DecoderVariance variance) {
        VaeArchitecture architecture =
                new VaeArchitecture(DataKind.REAL, 3, List.of(4), 2, Activation.Function.TANH, variance, 0.01);
        float[] x = new float[15];
        RandomStream.ofSeed(2).fillGaussian(x, 0, x.length);
        float[] parameters = architecture.initialize(RandomStream.ofSeed(1));
        Vae free = new Vae(architecture, FeatureScaling.none(3), parameters);
        assertThat(free.withFloorsOf(Arrays2d.matrix(x, 5, 3)).warnings()).isEmpty();
        // raw log-variances stand last: parameters of their own, or biases of the decoder's last outputs
        int from = variance == DecoderVariance.SHARED ? parameters.length - 1 : parameters.length - 3;
        java.util.Arrays.fill(parameters, from, parameters.length, -40f);
        Vae bound = new Vae(architecture, FeatureScaling.none(3), parameters).withFloorsOf(Arrays2d.matrix(x, 5, 3));
        int all = variance == DecoderVariance.OUTPUT ? 15 : 3;
        assertThat(bound.warnings())
                .containsExactly(
                        all + " of " + all + " deviations of the decoder are at their floor, minimumDeviation = 0.01"
                                + " standard deviations of the feature");
        assertThat(Vae.of(bound.state()).warnings()).isEqualTo(bound.warnings());
    }
}
