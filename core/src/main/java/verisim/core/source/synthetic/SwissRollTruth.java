package verisim.core.source.synthetic;

import static verisim.core.Checks.require;

import java.util.List;
import org.apache.commons.math3.special.Erf;
import verisim.core.data.DataKind;
import verisim.core.math.LogMath;
import verisim.core.random.RandomStream;

/**
 * The Swiss roll in three dimensions: a strip of the plane, rolled up, with isotropic Gaussian noise. Columns 1 and 3 are the
 * spiral {@code (a cos a, a sin a) / 5}, the angle a uniform on {@code [1.5 pi, 4.5 pi]}; column 2 is the height, uniform on
 * {@code [-2.1, 2.1]} and independent of the angle.
 *
 * <p>The density is that of the noisy spiral times that of the noisy height, {@code (Phi((y + h) / sigma) - Phi((y - h) /
 * sigma)) / 2h}. It is the usual Swiss roll (Tenenbaum et al., 2000) centred and divided by 5.
 */
public final class SwissRollTruth extends SyntheticTruth {
    private static final double HALF_HEIGHT = 2.1;
    /** Beyond this many standard deviations the difference of two normal tails is computed from its asymptotic series. */
    private static final double FAR = 20;

    private final CurveTruth spiral;
    private final double sigma;

    /** @param sigma standard deviation of the noise in each direction, from 0 (excluded) to 1 */
    public SwissRollTruth(double sigma) {
        super(DataKind.REAL, 3);
        require(sigma > 0 && sigma <= 1, "sigma must be greater than 0 and at most 1, but was %s", sigma);
        this.sigma = sigma;
        this.spiral = spiral(sigma);
    }

    /** Returns the noisy spiral that is the roll seen from above. */
    public static CurveTruth spiral(double sigma) {
        return new CurveTruth(
                List.of(t -> {
                    double a = Math.PI * (1.5 + 3 * t);
                    return new double[] {a * Math.cos(a) / 5, a * Math.sin(a) / 5};
                }),
                sigma);
    }

    @Override
    int drawRow(double[] row, RandomStream random) {
        double[] plane = new double[2];
        spiral.drawRow(plane, random);
        row[0] = plane[0];
        row[1] = HALF_HEIGHT * (2 * random.nextDouble() - 1) + sigma * random.nextGaussian();
        row[2] = plane[1];
        return 0;
    }

    @Override
    double logProbability(double[] x, int from) {
        return spiral.logProbability(new double[] {x[from], x[from + 2]}, 0) + logHeight(x[from + 1]);
    }

    private double logHeight(double y) {
        double z = (Math.abs(y) - HALF_HEIGHT) / sigma; // standard deviations above the nearer edge
        double logWidth = Math.log(2 * HALF_HEIGHT);
        if (z > FAR) {
            // log Phi(-z); the far edge adds less than exp(-20 * 4.2) of it
            double series = 1 - 1 / (z * z) * (1 - 3 / (z * z) * (1 - 5 / (z * z)));
            return LogMath.logStandardNormal(z) - Math.log(z) + Math.log(series) - logWidth;
        }
        double upper = z + 2 * HALF_HEIGHT / sigma;
        return Math.log(0.5 * Erf.erf(z / Math.sqrt(2), upper / Math.sqrt(2))) - logWidth;
    }
}
