package verisim.benchmarks.suite;

import java.util.List;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Writes a suite as YAML with every default written out; what it writes, {@link SuiteReader} reads as the same suite. */
public final class SuiteWriter {
    private SuiteWriter() {}

    public static String write(Suite suite) {
        StringBuilder out = new StringBuilder("# The suite as it ran, every default written out.\n");
        for (var entry : suite.toMap().entrySet()) {
            if (entry.getValue() instanceof List<?> list) {
                out.append(entry.getKey()).append(":\n");
                for (Object item : list) {
                    out.append("  - ").append(flow(item)).append('\n');
                }
            } else {
                out.append(entry.getKey())
                        .append(": ")
                        .append(flow(entry.getValue()))
                        .append('\n');
            }
        }
        return out.toString();
    }

    private static String flow(Object item) {
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.FLOW)
                .setWidth(Integer.MAX_VALUE)
                .build();
        return new Dump(settings).dumpToString(item).strip();
    }
}
