package verisim.core.io;

import java.nio.file.Path;

/** A file is not what it was when it was written. */
public final class DamagedFileException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient Path file;

    public DamagedFileException(Path file, String why) {
        super(file + " " + why);
        this.file = file;
    }

    /** Returns the file. */
    public Path file() {
        return file;
    }
}
