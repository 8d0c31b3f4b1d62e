package verisim.core.option;

import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;

/** Messages about names nobody knows, with the nearest one that exists. */
public final class Names {
    private Names() {}

    /** Returns {@code "no model named 'rmb' (did you mean 'rbm'?); available: gan, rbm, vae"}. */
    public static String unknown(String what, String name, Collection<String> available) {
        String hint = nearest(name, available)
                .map(n -> " (did you mean '" + n + "'?)")
                .orElse("");
        return "no " + what + " named '" + name + "'" + hint + "; available: "
                + String.join(", ", new TreeSet<>(available));
    }

    /** Returns the available name with the smallest edit distance to {@code name}, if that is small against its length. */
    public static Optional<String> nearest(String name, Collection<String> available) {
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (String candidate : new TreeSet<>(available)) {
            int distance = editDistance(name, candidate);
            if (distance < bestDistance) {
                bestDistance = distance;
                best = candidate;
            }
        }
        return best != null && bestDistance <= Math.max(2, name.length() / 3) ? Optional.of(best) : Optional.empty();
    }

    /** Optimal string alignment: insertions, deletions, replacements and swaps of neighbours. */
    private static int editDistance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + cost);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
