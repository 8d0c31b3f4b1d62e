package verisim.models.classical;

import verisim.core.random.RandomStream;

/** Draws of an index. */
final class IndexDraw {
    private IndexDraw() {}

    /** Draws i with probability {@code weights[from + i] / total}. */
    static int draw(double[] weights, int from, int count, double total, RandomStream random) {
        double left = random.nextDouble() * total;
        int last = 0;
        for (int i = 0; i < count; i++) {
            if (weights[from + i] > 0) {
                last = i;
                left -= weights[from + i];
                if (left < 0) {
                    return i;
                }
            }
        }
        return last; // only rounding of the sum leads here
    }

    /** Draws i with probability proportional to {@code exp(logs[from + i])}; overwrites the logs. */
    static int drawLog(double[] logs, int from, int count, RandomStream random) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = from; i < from + count; i++) {
            max = Math.max(max, logs[i]);
        }
        double total = 0;
        for (int i = from; i < from + count; i++) {
            logs[i] = Math.exp(logs[i] - max);
            total += logs[i];
        }
        return draw(logs, from, count, total, random);
    }
}
