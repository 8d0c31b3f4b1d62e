package verisim.benchmarks.suite;

import verisim.core.random.RandomStream;

/**
 * The tree of random streams of a suite: seed / suite / data set / model / replicate / purpose. Adding a cell, a model or a
 * metric changes no other number.
 */
public final class Streams {
    /** Stands for the name of every file of the user's own; no name can begin with @. */
    public static final String OWN_FILE = "@file";

    private Streams() {}

    /** Returns the stream that draws or splits a data set: the same for every model and replicate. */
    public static RandomStream data(Suite suite, String dataset) {
        // No label can begin with @, so this never meets a model's stream.
        return RandomStream.ofSeed(suite.seed())
                .child(suite.name())
                .child(dataset)
                .child("@data");
    }

    /**
     * Returns the stream of one cell. For a file of the user's own it depends on neither the suite's name nor the file's: the same
     * rows give the same numbers whatever they are called.
     */
    public static RandomStream cell(Suite suite, String dataset, String model, int replicate) {
        RandomStream seed = RandomStream.ofSeed(suite.seed());
        boolean own = Plan.dataset(suite, dataset).source().equals(Suite.DatasetSpec.FILE);
        RandomStream data =
                own ? seed.child(OWN_FILE) : seed.child(suite.name()).child(dataset);
        return data.child(model).child(replicate);
    }
}
