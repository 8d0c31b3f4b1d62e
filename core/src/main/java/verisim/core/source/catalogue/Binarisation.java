package verisim.core.source.catalogue;

import java.util.List;
import java.util.Map;
import verisim.core.data.DataKind;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.random.RandomStream;

/** What becomes of 256 grey levels. Scores under different policies cannot be compared, so the policy is on record. */
enum Binarisation {
    /** Each pixel is 1 with its brightness v / 255 as probability, drawn once (Salakhutdinov and Murray, 2008). */
    FIXED("bernoulli draw with probability v/255, once per suite seed"),
    /** Each pixel is 1 if it is at least half as bright as possible. */
    THRESHOLD("1 if v/255 is at least 0.5"),
    /** As FIXED with numbers of its own; meant to be drawn anew each epoch, which training does not do yet. */
    DYNAMIC("bernoulli draw with probability v/255, once a load; not redrawn each epoch"),
    /** Grey values as real numbers in [0, 1). */
    NONE("none");

    static final Option OPTION = Option.choice(
            "binarisation",
            List.of("fixed", "threshold", "dynamic", "none"),
            "fixed: one Bernoulli draw with brightness as probability; threshold: 1 from half brightness on; dynamic: a draw"
                    + " of its own for each load, not yet for each epoch; none: (v + u) / 256 with uniform noise u, REAL");

    private final String words;

    Binarisation(String words) {
        this.words = words;
    }

    static Binarisation of(Options options) {
        return valueOf(options.text(OPTION.name()).toUpperCase(java.util.Locale.ROOT));
    }

    DataKind kind() {
        return this == NONE ? DataKind.REAL : DataKind.BINARY;
    }

    Map<String, String> protocol() {
        return this == NONE
                ? Map.of("binarisation", "none", "dequantisation", "(v + u)/256, u uniform on [0, 1)")
                : Map.of("binarisation", name().toLowerCase(java.util.Locale.ROOT) + ": " + words);
    }

    /** Changes grey values 0 to 255 in place. */
    void apply(float[] pixels, RandomStream random) {
        RandomStream own = random.child(name());
        switch (this) {
            case FIXED, DYNAMIC -> {
                for (int i = 0; i < pixels.length; i++) {
                    pixels[i] /= 255f;
                }
                own.fillBernoulli(pixels, pixels, 0, pixels.length);
            }
            case THRESHOLD -> {
                for (int i = 0; i < pixels.length; i++) {
                    pixels[i] = pixels[i] >= 127.5f ? 1f : 0f;
                }
            }
            case NONE -> Dequantisation.apply(pixels, 256, own);
        }
    }
}
