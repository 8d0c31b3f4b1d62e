package verisim.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import verisim.core.random.RandomStream;

class SharedWorkTest {
    private static final RandomStream RANDOM = RandomStream.ofSeed(4);

    private final SharedWork shared = new SharedWork(RANDOM);
    private final AtomicInteger calls = new AtomicInteger();

    private double draw(SharedWork from, String key) {
        return from.get(key, Double.class, random -> {
            calls.incrementAndGet();
            return random.nextDouble();
        });
    }

    @Test
    void theFirstThatAsksDoesTheWork() {
        double first = draw(shared, "a");
        assertThat(draw(shared, "a")).isEqualTo(first);
        assertThat(calls).hasValue(1);
        assertThat(draw(shared, "b")).isNotEqualTo(first);
        assertThat(calls).hasValue(2);
    }

    @Test
    void aNumberDoesNotDependOnTheOrder() {
        double a = draw(shared, "a");
        double b = draw(shared, "b");
        SharedWork other = new SharedWork(RANDOM);
        assertThat(draw(other, "b")).isEqualTo(b);
        assertThat(draw(other, "a")).isEqualTo(a);
    }

    @Test
    void whatFailsIsTriedAgain() {
        assertThatThrownBy(() -> shared.get("a", Double.class, random -> {
                    throw new IllegalStateException("no memory");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(draw(shared, "a")).isEqualTo(draw(shared, "a"));
    }
}
