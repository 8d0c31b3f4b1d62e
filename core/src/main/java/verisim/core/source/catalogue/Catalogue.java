package verisim.core.source.catalogue;

import java.util.List;
import verisim.core.option.Names;
import verisim.core.source.DatasetProvider;
import verisim.core.source.DatasetProviders;

/** The public data sets of the literature, with addresses, licences, citations, checksums and split sizes. */
public final class Catalogue implements DatasetProviders {
    private static final List<CatalogueEntry> ENTRIES = CatalogueEntry.readAll();

    /** For {@link java.util.ServiceLoader}. */
    public Catalogue() {}

    /** Returns all entries, in the order of the catalogue. */
    public static List<CatalogueEntry> entries() {
        return ENTRIES;
    }

    /**
     * Returns the entry called {@code name}.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static CatalogueEntry entry(String name) {
        return ENTRIES.stream()
                .filter(e -> e.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(Names.unknown(
                        "data set in the catalogue",
                        name,
                        ENTRIES.stream().map(CatalogueEntry::name).toList())));
    }

    @Override
    public List<DatasetProvider> providers() {
        return ENTRIES.stream().<DatasetProvider>map(CatalogueProvider::new).toList();
    }
}
