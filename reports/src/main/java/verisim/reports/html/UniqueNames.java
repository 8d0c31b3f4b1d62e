package verisim.reports.html;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** File names and ids made from names that may hold any character. */
final class UniqueNames {
    private final Set<String> given = new HashSet<>();

    /** Returns lower case words with hyphens; a number follows where two names would become the same. */
    String of(String text) {
        String slug =
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String base = slug.isEmpty() ? "x" : slug.substring(0, Math.min(slug.length(), 120));
        String name = base;
        for (int i = 2; !given.add(name); i++) {
            name = base + "-" + i;
        }
        return name;
    }
}
