package verisim.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.random.RandomStream;

class DegeneracyTest {
    private interface Cell {
        double at(int row, double[] normal);
    }

    /** Rows of 300: three independent normal columns, then these. */
    private static Dataset rows(int n, Cell... more) {
        RandomStream random = RandomStream.ofSeed(4).child("degeneracy");
        int d = 3 + more.length;
        float[] x = new float[n * d];
        for (int r = 0; r < n; r++) {
            double[] normal = new double[3];
            for (int j = 0; j < 3; j++) {
                normal[j] = (float) random.nextGaussian();
                x[r * d + j] = (float) normal[j];
            }
            for (int j = 0; j < more.length; j++) {
                x[r * d + 3 + j] = (float) more[j].at(r, normal);
            }
        }
        return Dataset.of("rows", Split.TRAIN, DataKind.REAL, x, d);
    }

    private static String reason(Dataset data) {
        return Degeneracy.withoutDensity(data).orElse("");
    }

    @Test
    void independentColumnsHaveADensity() {
        assertThat(reason(rows(300))).isEmpty();
        assertThat(reason(rows(300, (r, z) -> Math.sin(r)))).isEmpty();
    }

    @Test
    void constantColumnsAreNamedWithTheirValue() {
        Dataset data = rows(300, (r, z) -> 5);
        assertThat(reason(data))
                .startsWith("column 4 has the same value, 5, in all 300 rows;")
                .contains("drop: [4]");
        assertThat(reason(data.withSchema(data.schema().withNames(List.of("a", "b", "c", "d")))))
                .startsWith("column 4 (d) has")
                .contains("drop: [d]");
    }

    /** One row that differs, however little beside the mean, is a spread. */
    @Test
    void nearlyConstantColumnsHaveADensity() {
        assertThat(reason(rows(300, (r, z) -> r == 17 ? 1 : 0))).isEmpty();
        assertThat(reason(rows(5000, (r, z) -> r == 4001 ? 1.7e9 : 1.7e9 + 128)))
                .isEmpty();
    }

    @Test
    void linearFunctionsOfOtherColumnsAreNamed() {
        assertThat(reason(rows(300, (r, z) -> z[1]))).startsWith("column 4 is a linear function of column 2;");
        assertThat(reason(rows(300, (r, z) -> 2 * z[2] + 3))).startsWith("column 4 is a linear function of column 3;");
        assertThat(reason(rows(300, (r, z) -> z[0] + z[1])))
                .startsWith("column 4 is a linear function of column 1, column 2;");
        assertThat(reason(rows(300, (r, z) -> 1e12 * (z[0] - z[1]), (r, z) -> 1e-12 * z[2])))
                .startsWith(
                        "column 4 is a linear function of column 1, column 2; column 5 is a linear function of column 3;")
                .contains("drop: [4, 5]");
    }

    /** Far from 0 floats are coarse, and what is left of a sum is their rounding. */
    @Test
    void theRoundingOfFloatsIsNoSpread() {
        assertThat(reason(rows(300, (r, z) -> 1000 + z[0] + z[1])))
                .startsWith("column 4 is a linear function of column 1, column 2;");
    }

    /** Noise of 1e-5 deviations, 1e-10 of the variance, is data. */
    @Test
    void nearlyDependentColumnsHaveADensity() {
        RandomStream noise = RandomStream.ofSeed(8);
        assertThat(reason(rows(300, (r, z) -> z[0] + z[1] + 1e-5 * noise.nextGaussian())))
                .isEmpty();
    }

    /** Five columns of the first rows depend on each other, those of all rows do not. */
    @Test
    void allRowsAreLookedAtWhereSomeAreDependent() {
        assertThat(reason(rows(2000, (r, z) -> r % 100 == 99 ? r : z[0]))).isEmpty();
        assertThat(reason(rows(2000, (r, z) -> r == 1999 ? 3 : z[0]))).isEmpty();
        assertThat(reason(rows(2000, (r, z) -> z[0]))).isNotEmpty();
    }

    /** With as few rows as columns, dependence says nothing. */
    @Test
    void fewRowsAreNotJudged() {
        assertThat(reason(rows(4, (r, z) -> z[0]))).isEmpty();
        assertThat(reason(rows(6, (r, z) -> z[0]))).isNotEmpty();
    }

    @Test
    void rowsThatRepeatAreCountedAndToldFromHalfOn() {
        float[] x = {1, 2, 3, 4, 1, 2, 0f, 5, -0f, 5, 6, 7};
        Dataset data = Dataset.of("rows", Split.TRAIN, DataKind.REAL, x, 2);
        assertThat(Degeneracy.repeatedRows(data)).isEqualTo(2);
        assertThat(Degeneracy.warnings(data)).isEmpty();
        assertThat(Degeneracy.warnings(data.select(new int[] {0, 2, 3, 4})))
                .containsExactly(
                        "2 of 4 training rows repeat an earlier one: the data has atoms, on which a density can grow"
                                + " without bound");
        Dataset bits = Dataset.of("bits", Split.TRAIN, DataKind.BINARY, new float[] {1, 1, 1}, 1);
        assertThat(Degeneracy.warnings(bits)).isEmpty();
    }
}
