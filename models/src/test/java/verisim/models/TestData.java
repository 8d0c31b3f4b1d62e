package verisim.models;

import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.random.RandomStream;

/** Small made-up data with dependent features. */
public final class TestData {
    private TestData() {}

    /** Binary rows: each feature repeats the one before with probability 0.8, the first is 1 with probability 0.6. */
    public static Dataset chain(Split split, int rows, int features) {
        RandomStream random = RandomStream.ofSeed(5).child("chain").child(split.label());
        float[] x = new float[rows * features];
        for (int i = 0; i < x.length; i++) {
            boolean first = i % features == 0;
            boolean same = random.nextDouble() < (first ? 0.6 : 0.8);
            float before = first ? 1f : x[i - 1];
            x[i] = same ? before : 1 - before;
        }
        return Dataset.of("chain", split, DataKind.BINARY, x, features);
    }

    /** Real rows: x_0 is -2 or 4 with noise of deviation 0.5, each next is {@code 10 + 3 sin(x_before)} with noise of deviation 1. */
    public static Dataset waves(Split split, int rows, int features) {
        RandomStream random = RandomStream.ofSeed(6).child("waves").child(split.label());
        float[] x = new float[rows * features];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float)
                    (i % features == 0
                            ? (random.nextDouble() < 0.3 ? -2 : 4) + 0.5 * random.nextGaussian()
                            : 10 + 3 * Math.sin(x[i - 1]) + random.nextGaussian());
        }
        return Dataset.of("waves", split, DataKind.REAL, x, features);
    }
}
