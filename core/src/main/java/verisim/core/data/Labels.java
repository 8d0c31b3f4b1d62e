package verisim.core.data;

import static verisim.core.Checks.require;

import java.util.HashSet;
import java.util.List;

/**
 * The column that says of each row which class it belongs to.
 *
 * @param name as in the header; empty where there was none
 * @param classes names of the classes 0, 1, … as written in the file
 */
public record Labels(String name, List<String> classes) {
    /** The code of a row whose class is not known. */
    public static final int MISSING = -1;

    public Labels {
        classes = List.copyOf(classes);
        require(
                new HashSet<>(classes).size() == classes.size(),
                "the classes of labels '%s' must have different names, but are %s",
                name,
                classes);
    }
}
