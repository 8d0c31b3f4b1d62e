package verisim.models.vae;

import static verisim.core.Checks.require;

import java.util.Locale;

/** What the variance of a Gaussian decoder depends on. */
enum DecoderVariance {
    /** One value for each feature. */
    FEATURE,
    /** One value for all features, in standardised units; without hidden layers this is probabilistic PCA. */
    SHARED,
    /** An output of the decoder: depends on z. */
    OUTPUT;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static DecoderVariance of(String label) {
        for (DecoderVariance v : values()) {
            if (v.label().equals(label)) {
                return v;
            }
        }
        require(false, "decoderVariance must be feature, shared or output, but was '%s'", label);
        return FEATURE;
    }
}
