package verisim.models.autoregressive;

import static verisim.core.Checks.require;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.Checks;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.model.ConditionalSampler;
import verisim.core.model.ModelState;
import verisim.core.model.PersistentModel;
import verisim.core.model.TractableDensity;
import verisim.core.random.RandomStream;
import verisim.models.nn.FeatureScaling;

/**
 * A masked autoencoder for distribution estimation: one feed-forward network computes all conditionals
 *
 * <pre>{@code log p(x) = sum_g log p(x_o(g) given x_o(1) .. x_o(g-1))}</pre>
 *
 * <p>in one pass, because masks let outputs for a feature see only those before it in the order o. With M sets of masks over the
 * same weights it is the mixture of the M densities, {@code log p(x) = log (1/M) sum_m p_m(x)}, at M times the cost of one.
 *
 * <p>Bernoulli conditionals for BINARY data, softmax over the levels of its own column for CATEGORICAL data, mixtures of normal distributions
 * for REAL data. REAL features are standardised by the training rows; densities are those of the original values, so {@code
 * -sum_d log sd_d} is part of them.
 *
 * <p>Without hidden layers it is a fully visible sigmoid belief network.
 *
 * @see <a href="https://arxiv.org/abs/1502.03509">Germain et al. (2015), MADE: masked autoencoder for distribution
 *     estimation</a>
 */
public final class Made implements TractableDensity, ConditionalSampler, PersistentModel {
    static final String NAME = "made";

    private final String name;
    private final MadeConditionals family;
    private final List<MadeMask> masks;
    private final float[] parameters;
    private final FeatureScaling scaling;
    private final MadeMixture mixture;
    private final List<String> warnings;

    /**
     * @param name of the provider: made or fvsbn
     * @param masks at least one set, all of one layout
     * @param parameters as {@link MadeLayout} describes them; masked ones are taken as 0
     * @param scaling from the original units to the network's
     * @param warnings see {@link #warnings}
     */
    Made(
            String name,
            MadeConditionals family,
            List<MadeMask> masks,
            float[] parameters,
            FeatureScaling scaling,
            List<String> warnings) {
        this.name = name;
        this.family = family;
        this.masks = List.copyOf(masks);
        MadeLayout layout = masks.get(0).layout();
        Conditionals conditionals = family.conditionals();
        require(
                Arrays.equals(conditionals.widths(layout.features()), layout.widths())
                        && parameters.length == layout.parameterCount(),
                "%s needs %d parameters, but got %d",
                name,
                layout.parameterCount(),
                parameters.length);
        this.parameters = parameters.clone();
        if (masks.size() == 1) {
            masks.get(0).apply(this.parameters, this.parameters);
        }
        this.scaling = scaling;
        this.mixture = new MadeMixture(this.masks, conditionals, this.parameters);
        this.warnings = List.copyOf(warnings);
    }

    /** A model without warnings. */
    Made(String name, MadeConditionals family, List<MadeMask> masks, float[] parameters, FeatureScaling scaling) {
        this(name, family, masks, parameters, scaling, List.of());
    }

    /** Returns the same model with what {@code rows}, in the network's units, say about its floor. */
    Made withFloorsOf(float[] rows) {
        if (!(family.conditionals() instanceof MixtureConditionals mixtures)) {
            return this;
        }
        FloorCount count = new FloorCount(mixtures);
        new MadeMixture(masks, count, parameters).score(rows);
        return new Made(name, family, masks, parameters, scaling, count.warnings());
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public ModelState state() {
        return MadeState.write(name, family, masks, parameters, scaling).withWarnings(warnings);
    }

    @Override
    public DataKind dataKind() {
        return family.kind();
    }

    @Override
    public int features() {
        return masks.get(0).layout().features();
    }

    /** Returns for each component the features in the order they are drawn. */
    public List<List<Integer>> orders() {
        return masks.stream().map(MadeMask::order).toList();
    }

    @Override
    public INDArray logProbability(INDArray x) {
        Checks.requireRows(x, features(), "x");
        float[] values = Arrays2d.toFloats(x);
        checkLevels(values, null);
        scaling.standardize(values, Math.toIntExact(x.size(0)));
        double[] out = mixture.score(values);
        double logVolume = family.logVolume(scaling);
        for (int i = 0; i < out.length; i++) {
            out[i] -= logVolume;
        }
        return Arrays2d.vector(out);
    }

    /** @param observed features to check; null for all */
    private void checkLevels(float[] values, boolean[] observed) {
        family.levels().ifPresent(levels -> levels.check(values, observed));
    }

    @Override
    public INDArray sample(int n, RandomStream random) {
        Checks.requireSampleSize(n);
        return restored(mixture.sample(n, random), n);
    }

    private INDArray restored(float[] rows, int n) {
        scaling.restore(rows, n);
        if (family.kind() == DataKind.CATEGORICAL) {
            for (int i = 0; i < rows.length; i++) {
                rows[i] = (float) Math.rint(rows[i]);
            }
        }
        return Arrays2d.matrix(rows, n, features());
    }

    @Override
    public Optional<String> cannotComplete(boolean[] observed) {
        requireFlags(observed);
        return mixture.cannotComplete(observed).map(reason -> reason + Nade.anyOrder(dataKind()));
    }

    private void requireFlags(boolean[] observed) {
        require(
                observed.length == features(),
                "observed must have a value for each of %d features, but has %d",
                features(),
                observed.length);
    }

    @Override
    public INDArray complete(INDArray x, boolean[] observed, RandomStream random) {
        Checks.requireRows(x, features(), "x");
        cannotComplete(observed).ifPresent(reason -> {
            throw new IllegalArgumentException(name + " cannot complete these rows: " + reason);
        });
        float[] given = Arrays2d.toFloats(x);
        checkLevels(given, observed);
        float[] rows = given.clone();
        int n = Math.toIntExact(x.size(0));
        int d = features();
        for (int i = 0; i < rows.length; i++) {
            rows[i] = observed[i % d] ? rows[i] : 0f;
        }
        scaling.standardize(rows, n);
        mixture.complete(rows, MadeMixture.count(observed), random);
        INDArray out = restored(rows, n);
        float[] values = Arrays2d.toFloats(out);
        for (int i = 0; i < values.length; i++) {
            values[i] = observed[i % d] ? given[i] : values[i];
        }
        return Arrays2d.matrix(values, n, d);
    }
}
