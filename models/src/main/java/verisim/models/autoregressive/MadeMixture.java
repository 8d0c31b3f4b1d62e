package verisim.models.autoregressive;

import static verisim.core.Checks.require;

import java.util.List;
import java.util.Optional;
import verisim.core.math.LogMath;
import verisim.core.random.RandomStream;

/**
 * The distribution that one parameter vector stands for under M sets of masks, each with the same weight:
 *
 * <pre>{@code log p(x) = log (1/M) sum_m p_m(x)}</pre>
 *
 * <p>A mixture of densities, which is a density again. Averaging the M networks' outputs instead would not be one under different
 * orders: the products of such conditionals do not sum to 1. Rows are in the network's units throughout.
 */
final class MadeMixture {
    private static final int BLOCK = 256;

    private final List<MadeMask> masks;
    private final Conditionals conditionals;
    private final float[] parameters;

    /**
     * @param masks at least one, all of one layout that starts at 0
     * @param parameters with a single mask the masked ones must be 0; with more they are taken as 0 mask by mask
     */
    MadeMixture(List<MadeMask> masks, Conditionals conditionals, float[] parameters) {
        require(!masks.isEmpty(), "a MADE needs at least one set of masks");
        this.masks = List.copyOf(masks);
        this.conditionals = conditionals;
        this.parameters = parameters;
    }

    private int features() {
        return masks.get(0).layout().features();
    }

    /** Returns the parameters as mask {@code m} leaves them; {@code scratch} may hold them, null makes an array. */
    private float[] masked(int m, float[] scratch) {
        if (masks.size() == 1) {
            return parameters;
        }
        float[] out = scratch == null ? new float[parameters.length] : scratch;
        masks.get(m).apply(parameters, out);
        return out;
    }

    /** Returns the exact log-likelihood of each row, nats. */
    double[] score(float[] rows) {
        return mixed(joint(rows, features()));
    }

    /** Returns the log-likelihood of the first {@code given} features of each order under each mask, [M][n]. */
    private double[][] joint(float[] rows, int given) {
        MadeLayout layout = masks.get(0).layout();
        int n = rows.length / layout.features();
        MadeNetwork network = new MadeNetwork(layout, Math.min(n, BLOCK));
        double[][] out = new double[masks.size()][];
        float[] scratch = null;
        for (int m = 0; m < out.length; m++) {
            float[] weights = masked(m, scratch);
            out[m] = score(network, masks.get(m), weights, rows, given);
            scratch = masks.size() == 1 ? null : weights;
        }
        return out;
    }

    private double[] score(MadeNetwork network, MadeMask mask, float[] weights, float[] rows, int given) {
        MadeLayout layout = mask.layout();
        int d = layout.features();
        double[] out = new double[rows.length / d];
        float[] block = new float[Math.min(out.length, BLOCK) * d];
        for (int from = 0; from < out.length; from += BLOCK) {
            int count = Math.min(BLOCK, out.length - from);
            System.arraycopy(rows, from * d, block, 0, count * d);
            float[] outputs = network.forward(weights, block, count);
            for (int r = 0; r < count; r++) {
                int at = r * layout.outputs();
                if (given == d) {
                    out[from + r] = conditionals.logLikelihood(block, r * d, outputs, at, d);
                } else {
                    for (int g = 1; g <= given; g++) {
                        int feature = mask.featureOfDegree(g);
                        out[from + r] += conditionals
                                .of(feature)
                                .logLikelihood(block, r * d + feature, outputs, at + layout.outputFrom(feature), 1);
                    }
                }
            }
        }
        return out;
    }

    private static double[] mixed(double[][] joint) {
        if (joint.length == 1) {
            return joint[0];
        }
        double[] out = new double[joint[0].length];
        double[] terms = new double[joint.length];
        for (int r = 0; r < out.length; r++) {
            for (int m = 0; m < terms.length; m++) {
                terms[m] = joint[m][r];
            }
            out[r] = LogMath.logMeanExp(terms);
        }
        return out;
    }

    /** Returns {@code n} rows, each from a component chosen uniformly. */
    float[] sample(int n, RandomStream random) {
        float[] rows = new float[Math.multiplyExact(n, features())];
        if (masks.size() == 1) {
            new MadeSampler(masks.get(0), conditionals, parameters).draw(rows, n, 0, random);
            return rows;
        }
        int[] component = new int[n];
        RandomStream choice = random.child("component");
        for (int r = 0; r < n; r++) {
            component[r] = choice.nextInt(masks.size());
        }
        draw(rows, component, 0, random);
        return rows;
    }

    /** Returns why rows cannot be completed unless the observed features are the first of every order; empty if they are. */
    Optional<String> cannotComplete(boolean[] observed) {
        int given = count(observed);
        for (MadeMask mask : masks) {
            for (int g = 1; g <= given; g++) {
                if (!observed[mask.featureOfDegree(g)]) {
                    return Optional.of(String.format(
                            java.util.Locale.ROOT,
                            "the %d observed features must be the first %d of %s %s, but feature %d"
                                    + " is not observed",
                            given,
                            given,
                            masks.size() == 1
                                    ? "the order"
                                    : "each of the " + masks.size() + " orders, one of which is",
                            OrderText.of(mask.order()),
                            mask.featureOfDegree(g) + 1));
                }
            }
        }
        return Optional.empty();
    }

    static int count(boolean[] observed) {
        int given = 0;
        for (boolean o : observed) {
            given += o ? 1 : 0;
        }
        return given;
    }

    /**
     * Draws the missing features in place, where the observed ones are the first of every order. The weight of a component for a
     * row is the share of {@code p_m} of its observed features.
     *
     * @param rows [n, D]; missing features hold any finite number
     */
    void complete(float[] rows, int given, RandomStream random) {
        if (masks.size() == 1) {
            new MadeSampler(masks.get(0), conditionals, parameters).draw(rows, rows.length / features(), given, random);
            return;
        }
        double[][] joint = joint(rows, given);
        int[] component = new int[joint[0].length];
        RandomStream choice = random.child("component");
        double[] terms = new double[masks.size()];
        for (int r = 0; r < component.length; r++) {
            for (int m = 0; m < terms.length; m++) {
                terms[m] = joint[m][r];
            }
            double logTotal = LogMath.logSumExp(terms);
            double left = choice.nextDouble();
            int m = -1;
            do {
                m++;
                left -= Math.exp(terms[m] - logTotal);
            } while (left >= 0 && m + 1 < terms.length);
            component[r] = m;
        }
        draw(rows, component, given, random);
    }

    private void draw(float[] rows, int[] component, int given, RandomStream random) {
        int d = features();
        float[] scratch = new float[parameters.length];
        for (int m = 0; m < masks.size(); m++) {
            int wanted = m;
            int[] chosen = java.util.stream.IntStream.range(0, component.length)
                    .filter(r -> component[r] == wanted)
                    .toArray();
            if (chosen.length == 0) {
                continue;
            }
            float[] part = new float[chosen.length * d];
            for (int i = 0; i < chosen.length; i++) {
                System.arraycopy(rows, chosen[i] * d, part, i * d, d);
            }
            new MadeSampler(masks.get(m), conditionals, masked(m, scratch))
                    .draw(part, chosen.length, given, random.child(m));
            for (int i = 0; i < chosen.length; i++) {
                System.arraycopy(part, i * d, rows, chosen[i] * d, d);
            }
        }
    }
}
