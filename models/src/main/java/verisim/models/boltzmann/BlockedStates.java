package verisim.models.boltzmann;

import java.util.Arrays;
import verisim.core.math.LogMath;
import verisim.core.math.Parallel;
import verisim.core.random.RandomStream;

/**
 * A sum over all states of up to 30 binary units, taken in blocks of states that differ in the low units only. Parts of the blocks
 * run side by side; how they are cut does not depend on the number of threads, so neither does the result.
 */
abstract class BlockedStates {
    /** 2^30 terms take up to a minute or so. */
    private static final int MOST_UNITS = 30;

    private static final int PARTS = 64;

    private final int units;
    private final int low;

    /**
     * @param units U
     * @param low units that vary within a block, at most U
     * @throws IllegalStateException if U exceeds 30
     */
    BlockedStates(int units, int low) {
        if (units > MOST_UNITS) {
            throw new IllegalStateException("enumeration takes 2^" + units + " states; at most " + MOST_UNITS
                    + " units can be enumerated, use annealed importance sampling");
        }
        this.units = units;
        this.low = low;
    }

    /** What one thread needs to write blocks; fastest if they come in order. */
    interface Block {
        /** Writes the logarithms of the terms of block number {@code block}, {@code logs[s]} that of low units in state s. */
        void write(int block, double[] logs);
    }

    abstract Block block();

    /** Returns the logarithm of the sum over all {@code 2^U} states. */
    final double logSum() {
        return LogMath.logSumExp(blockSums());
    }

    /**
     * Returns independent states with probabilities proportional to the terms, [n, U] row-major. Needs one pass over all states, and
     * memory for one number for each block.
     */
    final float[] draw(int n, RandomStream random) {
        Discrete blocks = new Discrete(blockSums());
        Block writer = block();
        double[] logs = new double[1 << low];
        float[] out = new float[Math.multiplyExact(n, units)];
        for (int i = 0; i < n; i++) {
            int block = blocks.draw(random);
            writer.write(block, logs);
            long state = (long) block << low | new Discrete(logs).draw(random);
            for (int u = 0; u < units; u++) {
                out[i * units + u] = state >> u & 1;
            }
        }
        return out;
    }

    private double[] blockSums() {
        double[] sums = new double[1 << (units - low)];
        int parts = Math.min(PARTS, sums.length);
        int blocks = sums.length / parts;
        Parallel.run(parts, part -> {
            Block writer = block();
            double[] logs = new double[1 << low];
            for (int b = blocks * part; b < blocks * (part + 1); b++) {
                writer.write(b, logs);
                sums[b] = LogMath.logSumExp(logs);
            }
        });
        return sums;
    }

    /** Numbers with probabilities proportional to exp of given logarithms. */
    private static final class Discrete {
        private final double[] cumulative;

        Discrete(double[] logs) {
            double largest = Arrays.stream(logs).max().orElseThrow();
            cumulative = new double[logs.length];
            double sum = 0;
            for (int i = 0; i < logs.length; i++) {
                sum += Math.exp(logs[i] - largest);
                cumulative[i] = sum;
            }
        }

        /** Returns the first number whose cumulative probability exceeds a uniform one: never one of probability 0. */
        int draw(RandomStream random) {
            double u = random.nextDouble() * cumulative[cumulative.length - 1];
            int from = 0;
            int to = cumulative.length - 1;
            while (from < to) {
                int at = (from + to) >>> 1;
                if (cumulative[at] > u) {
                    to = at;
                } else {
                    from = at + 1;
                }
            }
            return from;
        }
    }
}
