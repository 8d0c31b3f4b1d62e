package verisim.models.autoregressive;

import java.util.List;
import java.util.stream.Collectors;

/** Writes the order in which features are drawn for users, who count features from 1. */
final class OrderText {
    private static final int SHOWN = 8;

    private OrderText() {}

    /** Returns the first features of an order, as {@code [3, 1, 2, ...]}. */
    static String of(List<Integer> order) {
        return order.stream()
                .limit(SHOWN)
                .map(feature -> Integer.toString(feature + 1))
                .collect(Collectors.joining(", ", "[", order.size() > SHOWN ? ", ...]" : "]"));
    }
}
