package verisim.benchmarks.run;

import static verisim.core.Checks.require;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import verisim.core.data.Dataset;
import verisim.core.data.Npy;
import verisim.core.math.Arrays2d;
import verisim.core.model.ConditionalSampler;
import verisim.core.model.GenerativeModel;
import verisim.core.random.RandomStream;
import verisim.core.result.RunFolder;

/** Draws completions of test rows: several for each row, given some of its features. */
public final class Completions {
    private static final Logger LOG = LoggerFactory.getLogger(Completions.class);
    private static final int ROWS = 8;
    private static final int EACH = 4;

    private Completions() {}

    /**
     * Returns {@code each} completions of every row, FLOAT [n each, D]: those of row i are rows {@code i each} to {@code (i + 1) each - 1}.
     *
     * @throws IllegalArgumentException if the model cannot complete rows given these features
     */
    public static INDArray draw(
            ConditionalSampler model, Dataset rows, boolean[] observed, int each, RandomStream random) {
        require(each >= 1, "there must be at least 1 completion a row, but %d were asked for", each);
        Optional<String> reason = model.cannotComplete(observed);
        require(
                reason.isEmpty(),
                "the model cannot complete rows given these features: %s",
                reason.map(r -> r.replaceFirst("\\.$", "")).orElse(""));
        int features = rows.features();
        float[] given = rows.toFloats();
        float[] repeated = new float[Math.multiplyExact(given.length, each)];
        for (int i = 0; i < rows.size() * each; i++) {
            System.arraycopy(given, i / each * features, repeated, i * features, features);
        }
        return model.complete(Arrays2d.matrix(repeated, rows.size() * each, features), observed, random);
    }

    /**
     * Writes what a report draws: for images, four completions each of eight test rows, evenly spaced, given the upper half.
     *
     * @return files by role: {@code completions}, {@code completions-given} [8, D], {@code completions-observed} [1, D] of 0 and 1; or {@code
     *     completions-reason}, a text; none for data that are no images
     */
    static Map<String, String> write(GenerativeModel model, Dataset test, Path folder, RandomStream random) {
        Map<String, String> files = new TreeMap<>();
        if (test.imageShape().isEmpty()) {
            return files;
        }
        String reason = "it has no exact conditional of some features given the others";
        if (model instanceof ConditionalSampler sampler) {
            boolean[] observed = ObservedFeatures.parse("top-half", test.schema(), test.imageShape());
            Dataset rows = test.spread(ROWS);
            try {
                write(folder, files, "completions", draw(sampler, rows, observed, EACH, random));
                write(folder, files, "completions-given", rows.toArray());
                float[] mask = new float[observed.length];
                for (int d = 0; d < mask.length; d++) {
                    mask[d] = observed[d] ? 1 : 0;
                }
                write(folder, files, "completions-observed", Arrays2d.matrix(mask, 1, mask.length));
                return files;
            } catch (RuntimeException e) { // a picture is no reason to lose the cell's measurements
                LOG.warn("no completions: {}", e.getMessage());
                reason = Failures.describe(e);
                files.clear();
            }
        }
        RunFolder.writeWhole(folder.resolve("completions.txt"), reason + "\n");
        files.put("completions-reason", "completions.txt");
        return files;
    }

    private static void write(Path folder, Map<String, String> files, String role, INDArray x) {
        Npy.write(folder.resolve(role + ".npy"), x);
        files.put(role, role + ".npy");
    }
}
