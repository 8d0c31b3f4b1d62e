package verisim.models.autoregressive;

import static verisim.core.Checks.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * How the places of an order fall into steps. Features of one step are independent of each other given those of earlier steps:
 *
 * <pre>{@code p(x given order) = prod over steps s of prod over features i of s of p(x_i given features of steps before s)}</pre>
 *
 * <p>That is a normalised density for any steps; with one feature a step it is the chain rule. Fewer steps cost fewer passes through
 * the network, and as much likelihood as features of a step would have told of each other.
 *
 * @see <a href="https://arxiv.org/abs/2110.02037">Hoogeboom, Gritsenko, Bastings, Poole, van den Berg, Salimans (2022),
 *     Autoregressive diffusion models</a>
 */
final class EonadeSteps {
    private final List<Integer> sizes;
    private final int[] ends;

    private EonadeSteps(List<Integer> sizes, int features) {
        this.sizes = List.copyOf(sizes);
        this.ends = new int[features];
        int at = 0;
        for (int size : sizes) {
            require(
                    size >= 1 && size <= features - at,
                    "eonade: steps must be sizes of at least 1 that add up to %d features, but are %s",
                    features,
                    sizes);
            Arrays.fill(ends, at, at + size, at + size);
            at += size;
        }
        require(at == features, "eonade: steps must add up to %d features, but are %s", features, sizes);
    }

    /** @param sizes features of each step, from the first to the last place of an order */
    static EonadeSteps of(List<Integer> sizes, int features) {
        return new EonadeSteps(sizes, features);
    }

    static EonadeSteps oneByOne(int features) {
        return new EonadeSteps(Collections.nCopies(features, 1), features);
    }

    /**
     * Returns the steps that cost the least likelihood. If {@code l(t)} is the loss of a feature that is drawn when t are seen, a step
     * from place t to place u costs {@code (u - t) l(t)}, and the sum over steps is least by dynamic programming, {@code O(steps D^2)}.
     *
     * @param losses l(0) to l(D - 1), not increasing
     * @param steps how many there are to be, from 1 to D
     */
    static EonadeSteps leastLoss(double[] losses, int steps) {
        int d = losses.length;
        require(steps >= 1 && steps <= d, "eonade: steps must be from 1 to %d, but was %d", d, steps);
        double[] least = new double[d + 1]; // of the places before, with the steps so far
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        least[0] = 0;
        int[][] from = new int[steps][d + 1];
        for (int s = 0; s < steps; s++) {
            double[] next = new double[d + 1];
            Arrays.fill(next, Double.POSITIVE_INFINITY);
            for (int t = s; t < d; t++) {
                for (int u = t + 1; u <= d; u++) {
                    double sum = least[t] + (u - t) * losses[t];
                    if (sum < next[u]) {
                        next[u] = sum;
                        from[s][u] = t;
                    }
                }
            }
            least = next;
        }
        List<Integer> sizes = new ArrayList<>();
        for (int s = steps - 1, end = d; s >= 0; end = from[s][end], s--) {
            sizes.add(0, end - from[s][end]);
        }
        return new EonadeSteps(sizes, d);
    }

    /** Returns what an order loses against one feature a step, for the losses of {@link #leastLoss}, nats a row. */
    double cost(double[] losses) {
        double sum = 0;
        for (int at = 0; at < ends.length; at = ends[at]) {
            for (int t = at; t < ends[at]; t++) {
                sum += losses[at] - losses[t];
            }
        }
        return sum;
    }

    /**
     * Returns the sequence that does not increase and is nearest to {@code means} in least squares, by pooling neighbours that violate
     * the order.
     */
    static double[] notIncreasing(double[] means) {
        double[] value = new double[means.length];
        int[] length = new int[means.length];
        int blocks = 0;
        for (double mean : means) {
            value[blocks] = mean;
            length[blocks] = 1;
            blocks++;
            while (blocks > 1 && value[blocks - 2] < value[blocks - 1]) {
                int sum = length[blocks - 2] + length[blocks - 1];
                value[blocks - 2] =
                        (length[blocks - 2] * value[blocks - 2] + length[blocks - 1] * value[blocks - 1]) / sum;
                length[blocks - 2] = sum;
                blocks--;
            }
        }
        double[] out = new double[means.length];
        int at = 0;
        for (int b = 0; b < blocks; b++) {
            Arrays.fill(out, at, at + length[b], value[b]);
            at += length[b];
        }
        return out;
    }

    /** Returns the features of each step. */
    List<Integer> sizes() {
        return sizes;
    }

    /** Returns the first place after the step that a place belongs to. */
    int end(int place) {
        return ends[place];
    }

    /** Returns the features of the largest step. */
    int largest() {
        return sizes.stream().mapToInt(Integer::intValue).max().orElseThrow();
    }
}
