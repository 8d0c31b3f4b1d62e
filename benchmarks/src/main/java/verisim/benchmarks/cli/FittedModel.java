package verisim.benchmarks.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import verisim.benchmarks.run.Measuring;
import verisim.benchmarks.store.CheckpointPlace;
import verisim.benchmarks.suite.Registries;
import verisim.benchmarks.suite.Suite.DatasetSpec;
import verisim.core.data.ImageShape;
import verisim.core.data.Schema;
import verisim.core.io.Checksums;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelData;
import verisim.core.model.SavedModel;
import verisim.core.result.CellResult;
import verisim.core.result.Provenance;
import verisim.core.result.ResultJson;

/**
 * A folder that {@code verisim fit} wrote: {@code fit.json}, {@code model/} and, for models trained in epochs, {@code
 * training.csv}. While training lasts there is {@code checkpoint/} instead of {@code fit.json}.
 */
record FittedModel(Path folder) {
    private static final String FILE = "fit.json";

    /**
     * The content of {@code fit.json}.
     *
     * @param seed of data and fit
     */
    record Info(DatasetSpec dataset, long seed, Optional<ImageShape> imageShape, Provenance provenance) {}

    /** Returns whether a folder holds a fitted model: one of {@code fit}, or the cell of a run. */
    static boolean isIn(Path folder) {
        return Files.isDirectory(folder.resolve("model"));
    }

    /** Returns whether {@code fit} came to its end here. */
    boolean isFinished() {
        return Files.exists(folder.resolve(FILE));
    }

    CheckpointPlace checkpoint() {
        return CheckpointPlace.in(folder);
    }

    Path modelFolder() {
        return folder.resolve("model");
    }

    Path trainingFile() {
        return folder.resolve("training.csv");
    }

    GenerativeModel load(Registries registries) {
        return SavedModel.read(modelFolder(), registries.models());
    }

    /** Returns what the model knows of the data it was fitted to; empty for one that was saved by an earlier program. */
    Optional<ModelData> data() {
        return SavedModel.readData(modelFolder());
    }

    /** Returns the columns, levels and classes in whose terms the model speaks: where it does not say, those its numbers stand for. */
    Schema schema(GenerativeModel model) {
        return data().map(ModelData::schema).orElseGet(() -> {
            int[] levels = new int[model.features()];
            java.util.Arrays.fill(
                    levels,
                    switch (model.dataKind()) {
                        case REAL -> 0;
                        case BINARY -> 2;
                        case CATEGORICAL -> 1 << 16;
                    });
            return Schema.unnamed(model.dataKind(), levels);
        });
    }

    /** Returns the keys of the file it was fitted to by {@code fit}; empty if it was none. */
    Map<String, Object> fileOptions() {
        if (!isFinished()) {
            return Map.of();
        }
        DatasetSpec spec = info().dataset();
        return spec.source().equals(DatasetSpec.FILE) ? spec.options() : Map.of();
    }

    private Info info() {
        return ResultJson.read(Checksums.checkIfKnown(folder, FILE), Info.class);
    }

    void write(Info info) {
        Checksums.seal(folder, FILE, ResultJson.write(info));
    }

    /** Returns what is known against the training: in the cell of a run, that a limit ended it. */
    List<String> trainingWarnings() {
        Path result = folder.resolve("result.json");
        boolean stopped = Files.exists(result)
                && ResultJson.read(result, CellResult.class).files().containsKey(Measuring.STOPPED_FILE);
        return stopped ? List.of(Measuring.STOPPED_WARNING) : List.of();
    }

    /** Returns the shape of the images this model makes, if it was fitted to images by {@code fit}. */
    Optional<ImageShape> imageShape() {
        return Files.exists(folder.resolve(FILE)) ? info().imageShape() : Optional.empty();
    }
}
