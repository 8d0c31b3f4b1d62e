package verisim.core.model;

import static verisim.core.Checks.require;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import verisim.core.data.Npy;
import verisim.core.data.Schema;
import verisim.core.io.Checksums;
import verisim.core.io.DamagedFileException;
import verisim.core.io.FileTree;

/**
 * A model in a folder: {@code manifest.json} holds the version of the format, the model's name, its settings and a list of its
 * arrays; {@code arrays.safetensors} holds the arrays; {@code data.json} and {@code training-rows.npy}
 * say what data it was fitted to; {@link Checksums} of all of them stand beside. Data only: reading it runs no code that the folder names, beyond the
 * {@link ModelProvider} of that name.
 */
public final class SavedModel {
    private static final String FORMAT = "verisim-model";
    private static final int VERSION = 1;
    private static final long MAX_MANIFEST = 16_000_000;
    private static final String MANIFEST_FILE = "manifest.json";
    private static final String ARRAYS_FILE = "arrays.safetensors";

    private static final String SUMS = "checksums";
    private static final String DATA_FILE = "data.json";
    private static final String ROWS_FILE = "training-rows.npy";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private SavedModel() {}

    /**
     * Writes {@code model} so that {@code folder} is either as before or complete: to a neighbour first, then renamed. A model
     * saved there before is replaced.
     *
     * @throws IllegalArgumentException if {@code folder} exists and is not a saved model, or a setting is not plain data
     */
    public static void write(PersistentModel model, Path folder) {
        write(model, Optional.empty(), folder);
    }

    /** The same, with what the model knows of the data it was fitted to. */
    public static void write(PersistentModel model, ModelData data, Path folder) {
        write(model, Optional.of(data), folder);
    }

    private static void write(PersistentModel model, Optional<ModelData> data, Path folder) {
        ModelState state = model.state();
        Map<String, Object> manifest = manifest(state);
        Path target = folder.toAbsolutePath().normalize();
        require(
                !Files.exists(target) || Files.exists(target.resolve(MANIFEST_FILE)) || isEmptyFolder(target),
                "%s exists and is not a saved model; choose another folder or remove it",
                folder);
        String unique = UUID.randomUUID().toString();
        Path part = target.resolveSibling(target.getFileName() + ".part-" + unique);
        Path old = target.resolveSibling(target.getFileName() + ".old-" + unique);
        try {
            try {
                Files.createDirectories(part);
                Safetensors.write(part.resolve(ARRAYS_FILE), state.arrays());
                Files.writeString(part.resolve(MANIFEST_FILE), JSON.writeValueAsString(manifest) + "\n");
                if (data.isPresent()) {
                    writeData(data.get(), part);
                }
                Checksums.seal(part);
                if (Files.exists(target)) {
                    Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
                }
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                FileTree.delete(part);
                if (Files.exists(target)) {
                    FileTree.delete(old);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the model to " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads settings and arrays of a saved model.
     *
     * @throws IllegalArgumentException if the folder is no saved model, is damaged, or was written by a newer version
     */
    public static ModelState readState(Path folder) {
        Optional<Checksums> sums = Checksums.of(folder);
        sums.ifPresent(Checksums::checkAll);
        Map<String, Object> manifest = readManifest(folder);
        if (sums.isEmpty() && manifest.containsKey(SUMS)) {
            throw new DamagedFileException(folder.resolve(Checksums.FILE), "is missing");
        }
        Path file = folder.resolve(ARRAYS_FILE);
        Map<String, INDArray> arrays;
        try {
            arrays = Safetensors.read(file);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    folder + " is not a whole saved model: " + ARRAYS_FILE + " is missing", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
        Object name = manifest.get("model");
        require(name instanceof String, "%s: 'model' must be the name of a model, but is %s", folder, name);
        require(manifest.get("settings") instanceof Map<?, ?>, "%s: 'settings' is missing or no object", folder);
        Map<String, Object> settings = new LinkedHashMap<>();
        ((Map<?, ?>) manifest.get("settings")).forEach((key, value) -> settings.put((String) key, value));
        require(manifest.get("arrays") instanceof List<?>, "%s: 'arrays' is missing or no list", folder);
        List<?> listed = (List<?>) manifest.get("arrays");
        require(
                listed.size() == arrays.size(),
                "%s is damaged: the manifest lists %d arrays, %s holds %d",
                folder,
                listed.size(),
                ARRAYS_FILE,
                arrays.size());
        Map<String, INDArray> inOrder = new LinkedHashMap<>();
        for (Object item : listed) {
            require(
                    item instanceof Map<?, ?> map && map.get("name") instanceof String,
                    "%s: an entry of 'arrays' is not an object with a name: %s",
                    folder,
                    item);
            String key = (String) ((Map<?, ?>) item).get("name");
            INDArray array = arrays.get(key);
            require(array != null, "%s is damaged: array '%s' is not in %s", folder, key, ARRAYS_FILE);
            String expected = describe(key, array).toString();
            require(
                    item.toString().equals(expected),
                    "%s is damaged: the manifest says %s, %s says %s",
                    folder,
                    item,
                    ARRAYS_FILE,
                    expected);
            inOrder.put(key, array);
        }
        return new ModelState((String) name, settings, inOrder);
    }

    /**
     * Reads a saved model through the provider of its name.
     *
     * @throws IllegalArgumentException as {@link #readState}, or if no model of that name is on the class path
     */
    public static GenerativeModel read(Path folder, ModelRegistry registry) {
        ModelState state = readState(folder);
        return registry.get(state.model()).load(state);
    }

    /** The content of {@code data.json}. */
    private record DataFileContent(
            String dataset, Schema schema, String trainHash, Optional<String> file, double usualRepeats) {}

    private static void writeData(ModelData data, Path folder) throws IOException {
        TrainingRows rows = data.rows();
        DataFileContent content = new DataFileContent(
                data.dataset(), data.schema(), rows.contentHash(), rows.file(), rows.usualRepeats());
        Files.writeString(folder.resolve(DATA_FILE), JSON.writeValueAsString(content) + "\n");
        Npy.write(folder.resolve(ROWS_FILE), rows.toArray());
    }

    /**
     * Reads what a saved model knows of its data; empty for one that was saved without.
     *
     * @throws IllegalArgumentException if the files are damaged
     */
    public static Optional<ModelData> readData(Path folder) {
        Path file = folder.resolve(DATA_FILE);
        Optional<Checksums> sums = Checksums.of(folder);
        if (sums.isPresent() && sums.get().names().contains(DATA_FILE)) {
            sums.get().check(DATA_FILE);
            sums.get().check(ROWS_FILE);
        }
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            DataFileContent content = JSON.readValue(Files.readString(file), DataFileContent.class);
            TrainingRows rows = TrainingRows.of(
                    content.trainHash(), content.file(), content.usualRepeats(), Npy.read(folder.resolve(ROWS_FILE)));
            return Optional.of(new ModelData(content.dataset(), content.schema(), rows));
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + " is damaged: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, Object> manifest(ModelState state) {
        state.settings().forEach((name, value) -> checkSetting(state.model(), name, value, true));
        List<Map<String, Object>> arrays = new ArrayList<>();
        state.arrays().forEach((name, array) -> arrays.add(describe(name, array)));
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("format", FORMAT);
        manifest.put("version", VERSION);
        manifest.put("model", state.model());
        manifest.put(SUMS, Checksums.FILE);
        manifest.put("settings", state.settings());
        manifest.put("arrays", arrays);
        return manifest;
    }

    private static Map<String, Object> describe(String name, INDArray array) {
        List<Integer> shape = new ArrayList<>();
        for (long extent : array.shape()) {
            shape.add(Math.toIntExact(extent));
        }
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("name", name);
        out.put("type", array.dataType() == DataType.FLOAT ? "F32" : "F64");
        out.put("shape", shape);
        return out;
    }

    private static void checkSetting(String model, String name, Object value, boolean listAllowed) {
        if (listAllowed && value instanceof List<?> list) {
            list.forEach(item -> checkSetting(model, name, item, false));
            return;
        }
        boolean plain = value instanceof String
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || (value instanceof Double number && Double.isFinite(number));
        require(
                plain,
                "model '%s': setting '%s' must be text, a finite number, a boolean or a list of them, but is %s",
                model,
                name,
                value);
    }

    private static Map<String, Object> readManifest(Path folder) {
        Path file = folder.resolve(MANIFEST_FILE);
        require(Files.isRegularFile(file), "%s is not a saved model: it has no %s", folder, MANIFEST_FILE);
        Map<String, Object> manifest;
        try {
            long size = Files.size(file);
            require(size <= MAX_MANIFEST, "%s has %d bytes; a manifest has at most %d", file, size, MAX_MANIFEST);
            manifest = JSON.readValue(Files.readAllBytes(file), new TypeReference<LinkedHashMap<String, Object>>() {});
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + " is not valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
        require(
                FORMAT.equals(manifest.get("format")),
                "%s is not the manifest of a saved model: 'format' must be '%s', but is '%s'",
                file,
                FORMAT,
                manifest.get("format"));
        Object version = manifest.get("version");
        require(
                version instanceof Integer number && number >= 1,
                "%s: 'version' must be an integer from 1, but is %s",
                file,
                version);
        require(
                (Integer) version <= VERSION,
                "%s was written in version %s of the format; this program reads up to version %d: use a newer one",
                file,
                version,
                VERSION);
        return manifest;
    }

    private static boolean isEmptyFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.findAny().isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder + ": " + e.getMessage(), e);
        }
    }
}
