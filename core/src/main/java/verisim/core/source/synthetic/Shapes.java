package verisim.core.source.synthetic;

import java.util.List;
import verisim.core.random.RandomStream;

/** The distributions behind the named data sets, from their parameters. */
final class Shapes {
    private Shapes() {}

    /** Covariance {@code C_ij = s_i s_j correlation^|i - j|}; the variances s^2 go from 1 to {@code condition}. */
    static GaussianDistribution gaussian(int dimension, double correlation, double condition) {
        double[][] covariance = new double[dimension][dimension];
        double[] scale = new double[dimension];
        for (int i = 0; i < dimension; i++) {
            scale[i] = dimension == 1 ? 1 : Math.pow(condition, 0.5 * i / (dimension - 1));
            for (int j = 0; j <= i; j++) {
                covariance[i][j] = scale[i] * scale[j] * Math.pow(correlation, i - j);
                covariance[j][i] = covariance[i][j];
            }
        }
        return new GaussianDistribution(new double[dimension], covariance);
    }

    /** Five components of unequal weight, size and direction; two of them overlap. */
    static GaussianMixtureTruth mixture() {
        return new GaussianMixtureTruth(
                new double[] {0.3, 0.25, 0.2, 0.15, 0.1},
                List.of(
                        component(-2, -1, 0.60, 0.90, 0.4),
                        component(1.5, 1.5, 0.80, 0.30, 0.1),
                        component(2, -2, 0.35, 0.90, -0.35),
                        component(-1.5, 2, 0.50, 0.25, -0.2),
                        component(0, 0, 0.10, 0.10, 0.05)));
    }

    private static GaussianDistribution component(double x, double y, double varX, double varY, double cov) {
        return new GaussianDistribution(new double[] {x, y}, new double[][] {{varX, cov}, {cov, varY}});
    }

    static IsotropicMixtureTruth ring(double sigma) {
        double[][] means = new double[8][];
        for (int k = 0; k < 8; k++) {
            double angle = 2 * Math.PI * k / 8;
            means[k] = new double[] {Math.cos(angle), Math.sin(angle)};
        }
        return new IsotropicMixtureTruth(means, sigma);
    }

    static IsotropicMixtureTruth grid(double sigma) {
        double[][] means = new double[25][];
        for (int k = 0; k < 25; k++) {
            means[k] = new double[] {2 * (k / 5) - 4, 2 * (k % 5) - 4};
        }
        return new IsotropicMixtureTruth(means, sigma);
    }

    static CurveTruth moons(double sigma) {
        return new CurveTruth(
                List.of(t -> new double[] {Math.cos(Math.PI * t), Math.sin(Math.PI * t)}, t ->
                        new double[] {1 - Math.cos(Math.PI * t), 0.5 - Math.sin(Math.PI * t)}),
                sigma);
    }

    /** Two arms, radius = angle / 4 from a quarter turn to two turns and a quarter; t runs nearly evenly along the arm. */
    static CurveTruth spiral(double sigma) {
        return new CurveTruth(List.of(t -> arm(t, 1), t -> arm(t, -1)), sigma);
    }

    private static double[] arm(double t, int sign) {
        double low = 0.5 * Math.PI;
        double high = 4.5 * Math.PI;
        double angle = Math.sqrt(low * low + t * (high * high - low * low));
        double radius = sign * angle / 4;
        return new double[] {radius * Math.cos(angle), radius * Math.sin(angle)};
    }

    static ProductBernoulliTruth productBernoulli(int dimension, int seed) {
        return new ProductBernoulliTruth(
                Discrete.uniform(dimension, 0.05, 0.95, parameters("product-bernoulli-data", seed)));
    }

    /** Bars, then stripes: {@code 2^side} images each; all-0 and all-1 are both and so stand twice in the list. */
    static ListedBinary barsAndStripes(int side) {
        int patterns = 1 << side;
        float[][] rows = new float[2 * patterns][side * side];
        for (int p = 0; p < patterns; p++) {
            for (int i = 0; i < side; i++) {
                for (int j = 0; j < side; j++) {
                    rows[p][i * side + j] = p >> j & 1;
                    rows[patterns + p][i * side + j] = p >> i & 1;
                }
            }
        }
        return new ListedBinary(rows);
    }

    /** 8 bits; 3 bits, one of them 1, that say left, none or right; the 8 bits shifted that way, with wrap-around. */
    static ListedBinary labelledShifter() {
        float[][] rows = new float[3 * 256][19];
        int[] labels = new int[rows.length];
        for (int p = 0; p < 256; p++) {
            for (int shift = 0; shift < 3; shift++) {
                int r = 3 * p + shift;
                labels[r] = shift;
                rows[r][8 + shift] = 1;
                for (int i = 0; i < 8; i++) {
                    rows[r][i] = p >> i & 1;
                    rows[r][11 + i] = p >> Math.floorMod(i - shift + 1, 8) & 1;
                }
            }
        }
        return new ListedBinary(rows, labels);
    }

    /** Weights and biases normal; biases with standard deviation 0.5, weights with {@code weightScale}. */
    static EnumeratedBinary rbm(int dimension, int hidden, double weightScale, int seed) {
        RandomStream random = parameters("rbm-data", seed);
        double[][] weights = new double[dimension][];
        for (int d = 0; d < dimension; d++) {
            weights[d] = normal(hidden, weightScale, random);
        }
        return EnumeratedBinary.ofRbm(weights, normal(dimension, 0.5, random), normal(hidden, 0.5, random));
    }

    /**
     * States that tend to stay (with {@code stay}, else to any other alike), each with its own favourite symbols: emission
     * probabilities are the cubes of uniform numbers, normalised.
     */
    static HiddenMarkovTruth hmm(String name, int length, int states, int symbols, double stay, int seed) {
        RandomStream random = parameters(name, seed);
        double[] initial = Discrete.uniform(states, 0.2, 1, random);
        double[][] transition = new double[states][states];
        double[][] emission = new double[states][];
        for (int s = 0; s < states; s++) {
            java.util.Arrays.fill(transition[s], states == 1 ? 1 : (1 - stay) / (states - 1));
            transition[s][s] = states == 1 ? 1 : stay;
            emission[s] = Discrete.uniform(symbols, 0.05, 1, random);
            for (int v = 0; v < symbols; v++) {
                emission[s][v] = Math.pow(emission[s][v], 3);
            }
        }
        return new HiddenMarkovTruth(length, initial, transition, emission);
    }

    private static double[] normal(int n, double scale, RandomStream random) {
        double[] out = new double[n];
        for (int i = 0; i < n; i++) {
            out[i] = scale * random.nextGaussian();
        }
        return out;
    }

    private static RandomStream parameters(String name, int seed) {
        return RandomStream.ofSeed(seed).child(name).child("parameters");
    }
}
