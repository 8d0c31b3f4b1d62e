package verisim.benchmarks.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How sure a published figure is. */
public enum Evidence {
    PUBLISHED("read in the authors' own repository"),
    QUOTED("read in a text that quotes the paper"),
    RECOMPUTED("computed anew with other software"),
    DERIVED("follows from the definition"),
    MEMORY_HIGH("not read again, every digit likely right"),
    MEMORY_MEDIUM("not read again, a digit may be off"),
    MEMORY_LOW("not read again, magnitude only");

    private final String meaning;

    Evidence(String meaning) {
        this.meaning = meaning;
    }

    /** Returns what it says of the figure, in words. */
    public String meaning() {
        return meaning;
    }

    /** Returns whether the figure was seen or computed; one that is not is marked and proves nothing. */
    public boolean isEvidence() {
        return compareTo(MEMORY_HIGH) < 0;
    }

    /** Returns the name as it stands in files: {@code memory-high}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(Evidence::label).toList();
    }
}
