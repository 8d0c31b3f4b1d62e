package verisim.core.source;

import static verisim.core.Checks.require;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where downloaded data files are kept. */
public final class DataFolder {
    private DataFolder() {}

    /**
     * Returns {@code $VERISIM_DATA} if that is set, else {@code $XDG_CACHE_HOME/verisim} or {@code ~/.cache/verisim}, which need
     * not exist yet.
     *
     * @throws IllegalArgumentException if {@code VERISIM_DATA} names a folder that does not exist
     */
    public static Path standard() {
        String named = System.getenv("VERISIM_DATA");
        if (named != null && !named.isBlank()) {
            Path folder = Path.of(named);
            require(
                    Files.isDirectory(folder),
                    "the folder in VERISIM_DATA, %s, does not exist; correct the variable, or unset it to use the cache folder",
                    folder);
            return folder;
        }
        String cache = System.getenv("XDG_CACHE_HOME");
        Path base =
                cache == null || cache.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return base.resolve("verisim");
    }
}
