package verisim.benchmarks.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Versions of the program and of what its numbers depend on, as the build filled them in. */
public final class Versions {
    private Versions() {}

    /** System property with the commit of the sources: the launcher sets it, and workers inherit it. */
    static final String COMMIT = "verisim.commit";

    /** Returns the version of Verisim. */
    public static String verisim() {
        return properties().getProperty("verisim");
    }

    /** Returns all versions by name. */
    public static Map<String, String> all() {
        Map<String, String> out = new TreeMap<>();
        Properties properties = properties();
        properties.stringPropertyNames().forEach(name -> out.put(name, properties.getProperty(name)));
        out.put("commit", commit());
        out.put("java", System.getProperty("java.runtime.version"));
        return out;
    }

    /** Returns the commit of the sources, with {@code -dirty} where they differ from it; {@code unknown} outside a work tree. */
    static String commit() {
        String commit = System.getProperty(COMMIT, "");
        return commit.isEmpty() ? "unknown" : commit;
    }

    private static Properties properties() {
        Properties properties = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream("/verisim-versions.properties")) {
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
