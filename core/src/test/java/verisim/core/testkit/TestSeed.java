package verisim.core.testkit;

import java.util.UUID;
import verisim.core.random.RandomStream;

/**
 * The streams of the contracts. They are the same in every run unless {@code -Dtests.seed=N} gives others, or {@code
 * -Dtests.varySeed=true} new ones each time, which measures how often a right model is called wrong.
 */
final class TestSeed {
    private static final String BASE = base();

    private TestSeed() {}

    /** Returns the root of all streams of the contracts. */
    static RandomStream root() {
        RandomStream root = RandomStream.ofSeed(2026);
        return BASE.isEmpty() ? root : root.child(BASE);
    }

    private static String base() {
        if (Boolean.getBoolean("tests.varySeed")) {
            return UUID.randomUUID().toString();
        }
        return System.getProperty("tests.seed", "");
    }
}
