package verisim.core.source.catalogue;

import java.util.List;
import java.util.Map;
import verisim.core.data.DataFile;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.random.RandomStream;

/** What becomes of the grey levels 0 to 16 of the 8x8 digits. */
enum GreyLevels {
    DEQUANTISED(DataKind.REAL, "(v + u)/17, u uniform on [0, 1)"),
    BINARISED(DataKind.BINARY, "1 if v is at least 8"),
    CATEGORICAL(DataKind.CATEGORICAL, "17 levels as they are");

    static final Option OPTION = Option.choice(
            "values",
            List.of("dequantised", "binarised", "categorical"),
            "dequantised: (v + u) / 17 with uniform noise u, REAL; binarised: 1 from level 8 on; categorical: 17 levels");

    private static final int LEVELS = 17;

    private final DataKind kind;
    private final String words;

    GreyLevels(DataKind kind, String words) {
        this.kind = kind;
        this.words = words;
    }

    static GreyLevels of(Options options) {
        return valueOf(options.text(OPTION.name()).toUpperCase(java.util.Locale.ROOT));
    }

    Map<String, String> protocol() {
        return Map.of("values", name().toLowerCase(java.util.Locale.ROOT) + ": " + words);
    }

    Dataset dataset(String name, Split split, DataFile file, RandomStream random) {
        Dataset set =
                file.transform(0, file.rows(), levels -> apply(levels, random)).toDataset(name, split, kind);
        return this == CATEGORICAL ? set.withCategories(LEVELS) : set;
    }

    private void apply(float[] levels, RandomStream random) {
        if (this == DEQUANTISED) {
            Dequantisation.apply(levels, LEVELS, random);
        } else if (this == BINARISED) {
            for (int i = 0; i < levels.length; i++) {
                levels[i] = levels[i] >= 8 ? 1f : 0f;
            }
        }
    }
}
