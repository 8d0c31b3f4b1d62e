package verisim.core.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import verisim.core.result.ResultJson;

class OrderedMapsTest {
    private record Holder(Map<String, Integer> map, Map<String, Object> nested) {}

    @Test
    void mapsWithoutAnOrderAreWrittenByKeyAtEveryDepth() {
        Map<String, Integer> of = Map.of("e", 1, "d", 2, "c", 3, "b", 4, "a", 5);
        Map<String, Integer> hash = new HashMap<>();
        IntStream.range(0, 40).forEach(i -> hash.put("k" + (i * 7919 % 40 + 10), i));
        String text = ResultJson.write(new Holder(of, Map.of("z", List.of(of), "y", hash, "x", Map.of("q", 1))));
        assertThat(keys(text, "[a-e]")).containsExactly("a", "b", "c", "d", "e", "a", "b", "c", "d", "e");
        assertThat(keys(text, "[xyz]")).containsExactly("x", "y", "z");
        assertThat(keys(text, "k[0-9]+")).hasSize(40).isSorted();
    }

    @Test
    void mapsWithAnOrderKeepIt() {
        Map<String, Integer> linked = new LinkedHashMap<>();
        List.of("c", "a", "b").forEach(k -> linked.put(k, 1));
        assertThat(keys(ResultJson.write(new Holder(linked, Map.of())), "[abc]"))
                .containsExactly("c", "a", "b");
    }

    private static List<String> keys(String text, String pattern) {
        return java.util.regex.Pattern.compile("\"(" + pattern + ")\" :")
                .matcher(text)
                .results()
                .map(m -> m.group(1))
                .toList();
    }
}
