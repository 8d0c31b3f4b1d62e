package verisim.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.model.JointDensity;

/** What a model of rows and their classes must do. Joint, marginal and posterior must be parts of one distribution. */
public abstract class JointDensityContract extends DensityContract {
    private static final int N = 20_000;

    @Override
    protected abstract JointDensity model();

    private JointDensity joint() {
        return (JointDensity) subject();
    }

    @Test
    final void theMarginalIsTheSumOfTheJointOverTheClasses() {
        int n = 50;
        INDArray x = joint().sample(n, stream("marginal"));
        double[] marginal = Arrays2d.toDoubles(joint().logProbability(x));
        double[][] joints = new double[joint().classes()][];
        for (int c = 0; c < joints.length; c++) {
            int[] labels = new int[n];
            java.util.Arrays.fill(labels, c);
            joints[c] = Arrays2d.toDoubles(joint().logJoint(x, labels));
        }
        for (int r = 0; r < n; r++) {
            double[] row = new double[joints.length];
            for (int c = 0; c < joints.length; c++) {
                row[c] = joints[c][r];
            }
            assertThat(LogMath.logSumExp(row))
                    .isCloseTo(marginal[r], within(1e-10 * Math.max(1, Math.abs(marginal[r]))));
        }
    }

    @Test
    final void thePosteriorIsTheJointDividedByTheMarginal() {
        JointDensity.LabelledRows rows = joint().sampleJoint(50, stream("posterior"));
        INDArray posterior = joint().logPosterior(rows.x());
        assertThat(posterior.shape()).containsExactly(50, joint().classes());
        assertThat(posterior.dataType()).isEqualTo(DataType.DOUBLE);
        double[] logPosterior = Arrays2d.toDoubles(posterior);
        double[] logJoint = Arrays2d.toDoubles(joint().logJoint(rows.x(), rows.labels()));
        double[] marginal = Arrays2d.toDoubles(joint().logProbability(rows.x()));
        int classes = joint().classes();
        for (int r = 0; r < 50; r++) {
            assertThat(LogMath.logSumExp(logPosterior, r * classes, classes)).isCloseTo(0, within(1e-10));
            assertThat(logPosterior[r * classes + rows.labels()[r]] + marginal[r])
                    .isCloseTo(logJoint[r], within(1e-10 * Math.max(1, Math.abs(logJoint[r]))));
        }
    }

    /** Of the rows a class is drawn with, it has on average the share that the posterior gives it. */
    @Test
    final void sampledClassesFollowThePosterior() {
        JointDensity.LabelledRows rows = joint().sampleJoint(N, stream("classes"));
        double[] posterior = Arrays2d.toDoubles(joint().logPosterior(rows.x()));
        int classes = joint().classes();
        for (int c = 0; c < classes; c++) {
            double[] gaps = new double[N];
            double[] weighted = new double[N];
            for (int r = 0; r < N; r++) {
                double p = Math.exp(posterior[r * classes + c]);
                gaps[r] = (rows.labels()[r] == c ? 1 : 0) - p;
                weighted[r] = gaps[r] * p;
            }
            StatisticalAssertions.meanIs(gaps, 0);
            StatisticalAssertions.meanIs(weighted, 0);
        }
    }

    @Test
    final void theRowsOfPairsAreTheSamplesOfTheSameStream() {
        JointDensity.LabelledRows rows = joint().sampleJoint(30, stream("pairs"));
        assertThat(rows.labels()).hasSize(30);
        assertThat(Arrays2d.toFloats(rows.x())).isEqualTo(Arrays2d.toFloats(joint().sample(30, stream("pairs"))));
    }

    @Test
    final void wrongLabelsAreExplainedAndUnknownClassesAreImpossible() {
        INDArray x = joint().sample(2, stream("labels"));
        assertThat(Arrays2d.toDoubles(joint().logJoint(x, new int[] {0, joint().classes()}))[1])
                .isEqualTo(Double.NEGATIVE_INFINITY);
        assertThatThrownBy(() -> joint().logJoint(x, new int[] {0, -1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> joint().logJoint(x, new int[] {0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 rows");
        assertThatThrownBy(() -> joint().logPosterior(Nd4j.zeros(DataType.FLOAT, 2, joint().features() + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[n, " + joint().features() + "]");
    }
}
