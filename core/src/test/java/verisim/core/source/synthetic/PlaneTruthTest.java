package verisim.core.source.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.commons.math3.analysis.integration.IterativeLegendreGaussIntegrator;
import org.junit.jupiter.api.Test;
import verisim.core.math.Arrays2d;
import verisim.core.random.RandomStream;

/** Truths in the plane: mass 1, samples that follow the density, and the quadrature along curves. */
class PlaneTruthTest {
    private static final RandomStream RANDOM = RandomStream.ofSeed(20261122);
    private static final int N = 20_000;

    @Test
    void gaussianAndMixtureFollowTheirDensities() {
        new Plane(-13, 13, 40, 10).check(Shapes.gaussian(2, 0.7, 4), 1e-8, N, RANDOM.child("gaussian"));
        new Plane(-8, 8, 40, 10).check(Shapes.mixture(), 1e-8, N, RANDOM.child("mixture"));
    }

    @Test
    void ringAndGridFollowTheirDensities() {
        new Plane(-1.1, 1.1, 55, 8).check(Shapes.ring(0.01), 1e-8, N, RANDOM.child("ring"));
        new Plane(-4.4, 4.4, 44, 8).check(Shapes.grid(0.05), 1e-8, N, RANDOM.child("grid"));
    }

    @Test
    void curvesFollowTheirDensities() {
        new Plane(-2.2, 3.2, 27, 4).check(Shapes.moons(0.1), 1e-8, N, RANDOM.child("moons"));
        new Plane(-4.6, 4.6, 40, 3).check(Shapes.spiral(0.1), 1e-8, N, RANDOM.child("spiral"));
        new Plane(-4.2, 4.2, 36, 3).check(SwissRollTruth.spiral(0.1), 1e-8, N, RANDOM.child("roll"));
    }

    @Test
    void pinwheelFollowsItsDensity() {
        new Plane(-5.5, 5.5, 40, 10).check(new PinwheelTruth(5, 0.5, 0.12, 0.6), 1e-7, N, RANDOM.child("pinwheel"));
    }

    @Test
    void checkerboardIsUniformOnItsSquares() {
        CheckerboardTruth board = new CheckerboardTruth(4);
        new Plane(-4, 4, 32, 2).check(board, 1e-12, N, RANDOM.child("board"));
        assertThat(board.entropy()).isCloseTo(Math.log(32), within(1e-12));
        // Five squares an edge: 13 of 25 are used, and edges are not exact in binary.
        CheckerboardTruth five = new CheckerboardTruth(5);
        double[] logP =
                five.logProbability(five.sample(50_000, RANDOM.child("five"))).toDoubleVector();
        for (double l : logP) {
            assertThat(l).isCloseTo(-Math.log(13 * 1.6 * 1.6), within(1e-12));
        }
        assertThat(logP(board, 4, 0)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(logP(board, -3, -1)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void theFitTestSeesAWrongDensity() {
        Plane plane = new Plane(-2.2, 3.2, 27, 4);
        double[] p = plane.probabilities(Shapes.moons(0.1));
        assertThat(plane.pValue(p, Shapes.moons(0.11).sample(N, RANDOM.child("wide"))))
                .isLessThan(1e-6);
    }

    @Test
    void curveDensityAgreesWithAdaptiveQuadrature() {
        double sigma = 0.1;
        CurveTruth spiral = SwissRollTruth.spiral(sigma);
        // On the curve, beside it on both sides, beyond both ends, up to 10 sigma away.
        double[][] points = {
            {0, -0.94}, {0.3, -0.9}, {-1.2, 0.1}, {1.5, 0.2}, {0, 2.83}, {-0.7, 2.83}, {0.9, -0.95}, {-0.98, -0.9}
        };
        for (double[] x : points) {
            double nearest = nearestSquared(x);
            double integral = 0;
            for (int piece = 0; piece < 500; piece++) { // short pieces, so that no peak is missed
                integral += new IterativeLegendreGaussIntegrator(12, 1e-12, 1e-30)
                        .integrate(
                                1_000_000,
                                t -> Math.exp((nearest - squared(x, t)) / (2 * sigma * sigma)),
                                piece / 500.0,
                                (piece + 1) / 500.0);
            }
            double expected =
                    Math.log(integral) - nearest / (2 * sigma * sigma) - Math.log(2 * Math.PI * sigma * sigma);
            assertThat(nearest).isLessThan(100 * sigma * sigma * 1.05);
            assertThat(logP(spiral, x[0], x[1])).isCloseTo(expected, within(1e-6));
        }
    }

    @Test
    void aStraightCurveHasAClosedForm() {
        // Along x uniform on [0, 3] plus noise, across x normal.
        CurveTruth line = new CurveTruth(List.of(t -> new double[] {3 * t, 0}), 0.2);
        org.apache.commons.math3.distribution.NormalDistribution normal =
                new org.apache.commons.math3.distribution.NormalDistribution(null, 0, 0.2);
        for (double x : new double[] {-0.5, 0, 0.1, 1.5, 2.9, 3.3}) {
            for (double y : new double[] {0, -0.3, 1}) {
                double expected = Math.log(normal.probability(x - 3, x) / 3) + normal.logDensity(y);
                assertThat(logP(line, x, y)).isCloseTo(expected, within(1e-9));
            }
        }
        assertThat(logP(line, 500, 500)).isFinite();
    }

    private static double logP(SyntheticTruth truth, double x, double y) {
        return truth.logProbability(Arrays2d.matrix(new double[] {x, y}, 1, 2)).getDouble(0);
    }

    private static double squared(double[] x, double t) {
        double a = Math.PI * (1.5 + 3 * t);
        double dx = x[0] - a * Math.cos(a) / 5;
        double dy = x[1] - a * Math.sin(a) / 5;
        return dx * dx + dy * dy;
    }

    private static double nearestSquared(double[] x) {
        double nearest = Double.POSITIVE_INFINITY;
        for (int i = 0; i <= 100_000; i++) {
            nearest = Math.min(nearest, squared(x, i / 100_000.0));
        }
        return nearest;
    }
}
