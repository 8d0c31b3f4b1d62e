package verisim.benchmarks.store;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run ran on. */
public final class Environment {
    private Environment() {}

    /**
     * Describes this machine and program.
     *
     * @param versions versions by name
     * @param datasets the suite's data sets in its order, which a report keeps
     */
    public static Map<String, Object> describe(
            Map<String, String> versions, List<String> datasets, int jobs, int threads) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put(
                "started",
                OffsetDateTime.now(ZoneId.systemDefault())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString());
        out.put("datasets", datasets);
        out.put("versions", versions);
        out.put("operatingSystem", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        out.put("architecture", System.getProperty("os.arch"));
        out.put("processor", processor());
        out.put("blasKernels", System.getenv().getOrDefault("OPENBLAS_CORETYPE", "chosen by OpenBLAS"));
        out.put("cores", Runtime.getRuntime().availableProcessors());
        out.put("memoryBytes", memory());
        out.put("jobs", jobs);
        out.put("threadsPerCell", threads);
        out.put("jvm", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        out.put("jvmFlags", ManagementFactory.getRuntimeMXBean().getInputArguments());
        return out;
    }

    private static long memory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean bean
                ? bean.getTotalMemorySize()
                : -1;
    }

    private static String processor() {
        Path info = Path.of("/proc/cpuinfo");
        try {
            if (Files.isReadable(info)) {
                List<String> lines = Files.readAllLines(info);
                for (String line : lines) {
                    if (line.startsWith("model name")) {
                        return line.substring(line.indexOf(':') + 1).strip();
                    }
                }
            }
        } catch (IOException e) {
            return "unknown (" + e.getMessage() + ")";
        }
        return System.getProperty("os.arch");
    }
}
