package verisim.models.autoregressive;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import verisim.core.math.LogMath;
import verisim.core.math.Parallel;
import verisim.core.random.RandomStream;

/**
 * The distribution that one network stands for under K orders, each with the same weight:
 *
 * <pre>{@code log p(x) = log (1/K) sum_k p(x given order_k)}</pre>
 *
 * <p>A mixture of densities, which is a density again; products of conditionals whose logits were averaged over orders would not sum
 * to 1. Orders and blocks of rows run side by side.
 */
final class EonadeMixture {
    private static final int BLOCK = 512;

    private final EonadeWeights weights;
    private final EonadeSteps steps;
    private final int[][] orders;

    EonadeMixture(EonadeWeights weights, EonadeSteps steps, int[][] orders) {
        this.weights = weights;
        this.steps = steps;
        this.orders = orders;
    }

    /** Returns the exact log-likelihood of each row, nats. */
    double[] score(float[] rows) {
        double[][] joint = scoreByOrder(rows);
        double[] out = new double[joint[0].length];
        double[] terms = new double[joint.length];
        for (int r = 0; r < out.length; r++) {
            for (int k = 0; k < terms.length; k++) {
                terms[k] = joint[k][r];
            }
            out[r] = LogMath.logMeanExp(terms);
        }
        return out;
    }

    /** Returns the exact log-likelihood of each row under each order, [K][n]. */
    double[][] scoreByOrder(float[] rows) {
        int n = rows.length / weights.shape().features();
        int blocks = (n + BLOCK - 1) / BLOCK;
        double[][] out = new double[orders.length][n];
        Passes passes = new Passes(Math.min(n, BLOCK));
        Parallel.run(orders.length * blocks, part -> {
            int k = part / blocks;
            int from = part % blocks * BLOCK;
            EonadePass pass = passes.take();
            pass.score(orders[k], rows, from, Math.min(BLOCK, n - from), out[k], from);
            passes.giveBack(pass);
        });
        return out;
    }

    /**
     * Draws the features that are not observed in place. A row's order is that of a component chosen uniformly, with the observed
     * features moved to its front.
     *
     * @param rows [n, D]; missing features hold any finite number
     */
    void complete(float[] rows, boolean[] observed, RandomStream random) {
        int d = weights.shape().features();
        int n = rows.length / d;
        RandomStream choice = random.child("component");
        int[] component =
                IntStream.range(0, n).map(r -> choice.nextInt(orders.length)).toArray();
        Passes passes = new Passes(Math.min(n, BLOCK));
        for (int k = 0; k < orders.length; k++) {
            int wanted = k;
            int[] chosen =
                    IntStream.range(0, n).filter(r -> component[r] == wanted).toArray();
            if (chosen.length > 0) {
                drawUnder(
                        k, chosen, rows, observed, passes, random.child("rows").child(k));
            }
        }
    }

    private void drawUnder(int k, int[] chosen, float[] rows, boolean[] observed, Passes passes, RandomStream random) {
        int d = weights.shape().features();
        int[] order = observedFirst(orders[k], observed);
        int given = (int) IntStream.of(order).filter(i -> observed[i]).count();
        Parallel.run((chosen.length + BLOCK - 1) / BLOCK, b -> {
            int from = b * BLOCK;
            int count = Math.min(BLOCK, chosen.length - from);
            float[] part = new float[count * d];
            for (int i = 0; i < count; i++) {
                System.arraycopy(rows, chosen[from + i] * d, part, i * d, d);
            }
            EonadePass pass = passes.take();
            pass.draw(order, given, part, 0, count, random.child(b));
            passes.giveBack(pass);
            for (int i = 0; i < count; i++) {
                System.arraycopy(part, i * d, rows, chosen[from + i] * d, d);
            }
        });
    }

    /** Returns the order with the observed features moved to its front; among themselves both parts keep their places. */
    static int[] observedFirst(int[] order, boolean[] observed) {
        return IntStream.concat(
                        IntStream.of(order).filter(i -> observed[i]),
                        IntStream.of(order).filter(i -> !observed[i]))
                .toArray();
    }

    /** Passes that threads take and give back, so that there are as many as threads and not as many as parts. */
    private final class Passes {
        private final Queue<EonadePass> idle = new ConcurrentLinkedQueue<>();
        private final int maxRows;

        Passes(int maxRows) {
            this.maxRows = maxRows;
        }

        EonadePass take() {
            EonadePass pass = idle.poll();
            return pass == null ? new EonadePass(weights, steps, maxRows) : pass;
        }

        void giveBack(EonadePass pass) {
            idle.add(pass);
        }
    }
}
