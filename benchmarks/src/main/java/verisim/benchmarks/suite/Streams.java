package verisim.benchmarks.suite;

import verisim.core.random.RandomStream;

/**
 * The tree of random streams of a suite: seed / suite / data set / model / replicate / purpose. Adding a cell, a model or a
 * metric changes no other number.
 */
public final class Streams {
    private Streams() {}

    /** Returns the stream that draws or splits a data set: the same for every model and replicate. */
    public static RandomStream data(Suite suite, String dataset) {
        // No label can begin with @, so this never meets a model's stream.
        return RandomStream.ofSeed(suite.seed())
                .child(suite.name())
                .child(dataset)
                .child("@data");
    }

    /** Returns the stream of one cell. */
    public static RandomStream cell(Suite suite, String dataset, String model, int replicate) {
        return RandomStream.ofSeed(suite.seed())
                .child(suite.name())
                .child(dataset)
                .child(model)
                .child(replicate);
    }
}
