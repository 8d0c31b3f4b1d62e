package verisim.core.source;

import java.util.List;

/** A group of data sets as a plug-in: what {@code META-INF/services} names, so that a catalogue of forty is one line. */
public interface DatasetProviders {
    /** Returns the data sets of this group. */
    List<DatasetProvider> providers();
}
