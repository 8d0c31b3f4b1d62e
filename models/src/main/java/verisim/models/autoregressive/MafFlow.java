package verisim.models.autoregressive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verisim.core.random.RandomStream;
import verisim.models.nn.Activation;
import verisim.models.nn.Initializer;

/**
 * The structure of a masked autoregressive flow: L layers, each a MADE network with its order, batch normalisation after each if
 * wanted, and what the last layer's values follow: N(0, I) or a MADE with mixtures. Immutable; parameters are one flat vector.
 *
 * <p>Parameters: the networks of the layers, the base's network, then gain gamma and shift beta of each normalisation, [L, D] both.
 */
final class MafFlow {
    private final int features;
    private final List<MadeMask> layers;
    private final Optional<MadeMask> base;
    private final Conditionals baseConditionals;
    private final boolean normalized;
    private final int gains;

    /**
     * @param orders the order of each layer; one more for the base if {@code components} is above 0
     * @param components K of the base's mixtures; 0 for N(0, I)
     * @param scaleFloor smallest standard deviation of the base's mixtures
     */
    MafFlow(
            int features,
            int layers,
            List<Integer> hidden,
            Activation.Function activation,
            boolean normalized,
            int components,
            double scaleFloor,
            List<int[]> orders) {
        this.features = features;
        this.normalized = normalized;
        this.layers = new ArrayList<>();
        int from = 0;
        for (int l = 0; l < layers; l++) {
            MadeLayout layout = new MadeLayout(features, new MafAffine().perFeature(), hidden, activation, true, from);
            this.layers.add(MadeMask.spread(layout, orders.get(l)));
            from = layout.end();
        }
        this.baseConditionals = components > 0 ? new MixtureConditionals(components, scaleFloor) : null;
        if (components > 0) {
            MadeLayout layout = new MadeLayout(features, baseConditionals.perFeature(), hidden, activation, true, from);
            this.base = Optional.of(MadeMask.spread(layout, orders.get(layers)));
            from = layout.end();
        } else {
            this.base = Optional.empty();
        }
        this.gains = from;
    }

    int features() {
        return features;
    }

    List<MadeMask> layers() {
        return layers;
    }

    Optional<MadeMask> base() {
        return base;
    }

    /** Returns the base's mixtures; null if it is N(0, I). */
    Conditionals baseConditionals() {
        return baseConditionals;
    }

    /** Returns whether each layer is followed by batch normalisation. */
    boolean normalized() {
        return normalized;
    }

    /** Returns where gamma of the normalisation after layer {@code l} starts. */
    int gains(int l) {
        return gains + l * features;
    }

    /** Returns where beta of the normalisation after layer {@code l} starts. */
    int shifts(int l) {
        return gains + (layers.size() + l) * features;
    }

    int parameterCount() {
        return gains + (normalized ? 2 * layers.size() * features : 0);
    }

    /** Sets the gradient, or whatever it is, of masked weights to 0. */
    void applyMasks(float[] values) {
        layers.forEach(mask -> mask.apply(values, values));
        base.ifPresent(mask -> mask.apply(values, values));
    }

    /** Returns initial parameters: near the identity, with a base that is about N(0, 1) for every feature. */
    float[] initial(Initializer initializer, RandomStream random) {
        float[] out = new float[parameterCount()];
        for (int l = 0; l < layers.size(); l++) {
            MadeNetwork.initialize(layers.get(l).layout(), out, initializer, random.child(l));
        }
        base.ifPresent(mask -> {
            MadeLayout layout = mask.layout();
            MadeNetwork.initialize(layout, out, initializer, random.child("base"));
            baseConditionals.initializeBiases(new float[0], features, out, layout.biases(layout.layers()));
        });
        applyMasks(out);
        return out;
    }

    /** Draws {@code n} rows in standardised units, [n, D]: the base's, taken back through the layers. */
    float[] sample(float[] parameters, MafStatistics statistics, int n, RandomStream random) {
        float[] rows = new float[Math.multiplyExact(n, features)];
        if (base.isPresent()) {
            new MadeSampler(base.get(), baseConditionals, parameters).draw(rows, n, 0, random);
        } else {
            random.fillGaussian(rows, 0, rows.length);
        }
        inverse(parameters, statistics, rows, random);
        return rows;
    }

    /** Replaces each u of the base by its x. */
    void inverse(float[] parameters, MafStatistics statistics, float[] rows, RandomStream random) {
        int n = rows.length / features;
        for (int l = layers.size() - 1; l >= 0; l--) {
            if (normalized) {
                statistics.restore(l, parameters, gains(l), shifts(l), rows);
            }
            new MadeSampler(layers.get(l), new MafAffine(), parameters).draw(rows, n, 0, random);
        }
    }
}
