package verisim.core.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import verisim.core.random.RandomStream;

class NeighboursTest {
    @Test
    void neighboursComeInOrderWithoutTheRowItself() {
        float[] a = {0, 10, 1, 3};
        Neighbours neighbours = new Neighbours(a, 4, 1, 2);
        assertThat(neighbours.row(0, 0)).isEqualTo(2);
        assertThat(neighbours.row(0, 1)).isEqualTo(3);
        assertThat(neighbours.squared(0, 1)).isEqualTo(9f);
        assertThat(neighbours.row(1, 0)).isEqualTo(3);
    }

    /** Against a copy of itself a row's nearest is its own copy, then the same rows follow; several tiles. */
    @Test
    void aSetFindsTheSameNeighboursInACopyOfItself() {
        int n = 2600;
        int d = 3;
        float[] a = new float[n * d];
        RandomStream.ofSeed(1).fillGaussian(a, 0, a.length);
        Neighbours own = new Neighbours(a, n, d, 4);
        Neighbours copy = new Neighbours(a, n, a.clone(), n, d, 5);
        for (int i = 0; i < n; i++) {
            assertThat(copy.row(i, 0)).isEqualTo(i);
            for (int l = 0; l < 4; l++) {
                assertThat(own.row(i, l)).isEqualTo(copy.row(i, l + 1));
                assertThat(own.squared(i, l)).isEqualTo(copy.squared(i, l + 1));
            }
        }
    }
}
