package verisim.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;

class ColumnMomentsTest {
    @Test
    void momentsOfColumnsAndTheScaleOfAConstantOne() {
        float[] x = {1e6f, 7, 1, 1e6f + 1, 7, 2, 1e6f + 2, 7, 6};
        ColumnMoments moments = ColumnMoments.of(Dataset.of("toy", Split.TRAIN, DataKind.REAL, x, 3));
        assertThat(moments.mean(0)).isEqualTo(1e6 + 1);
        assertThat(moments.deviation(0)).isCloseTo(Math.sqrt(2.0 / 3), within(1e-12));
        assertThat(moments.scale(1)).isEqualTo(1);
        assertThat(moments.mean(2)).isEqualTo(3);
        assertThat(moments.scale(2)).isCloseTo(Math.sqrt(14.0 / 3), within(1e-12));
    }
}
