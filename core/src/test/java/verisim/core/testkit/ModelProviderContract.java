package verisim.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import verisim.core.data.Column;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelProvider;
import verisim.core.model.ModelRegistry;
import verisim.core.model.PersistentModel;
import verisim.core.model.SavedModel;
import verisim.core.model.TractableDensity;
import verisim.core.model.Trainer;
import verisim.core.model.TrainingContext;
import verisim.core.model.TrainingListener;
import verisim.core.model.UnnormalizedDensity;
import verisim.core.option.Option;
import verisim.core.option.Options;

/** What a model must do as a plug-in: say what it is, train reproducibly, be saved and read again. */
public abstract class ModelProviderContract extends GenerativeModelContract {
    protected abstract ModelProvider provider();

    /** Returns options with which training takes a second or so. */
    protected abstract Map<String, ?> quickOptions();

    /** Returns a small training set of a kind the provider accepts. */
    protected abstract Dataset train();

    /** Returns validation data like {@link #train}. */
    protected abstract Dataset validation();

    @Override
    protected final GenerativeModel model() {
        return fit("fit");
    }

    @Test
    final void itSaysWhatItIs() {
        ModelProvider p = provider();
        assertThat(p.name()).matches("[a-z][a-z0-9]*(-[a-z0-9]+)*");
        assertThat(p.family()).matches("[a-z][a-z0-9]*(-[a-z0-9]+)*");
        assertThat(p.description()).isNotBlank().doesNotContain("\n");
        assertThat(p.paper()).as("authors (year), title, address").matches("(?s).*\\(\\d{4}\\).*https?://.*");
        assertThat(p.accepts()).isNotEmpty();
    }

    @Test
    final void itIsRegisteredAsAService() {
        assertThat(ModelRegistry.load(provider().getClass().getClassLoader())
                        .get(provider().name()))
                .hasSameClassAs(provider());
    }

    @Test
    final void everyOptionIsDocumentedAndItsDefaultIsAllowed() {
        List<String> names = new ArrayList<>();
        for (Option option : provider().options()) {
            names.add(option.name());
            assertThat(option.name()).matches("[a-z][A-Za-z0-9]*");
            assertThat(option.meaning()).as("meaning of %s", option.name()).isNotBlank();
            assertThat(option.convert(option.defaultValue()))
                    .as("default of %s, read as if a user had written it", option.name())
                    .isEqualTo(option.defaultValue());
        }
        assertThat(names).doesNotHaveDuplicates();
        assertThat(provider()
                        .trainer(Options.resolve(provider().name(), provider().options(), Map.of())))
                .isNotNull();
    }

    @Test
    final void anUnknownOptionIsRefused() {
        assertThatThrownBy(() ->
                        ModelRegistry.of(List.of(provider())).trainer(provider().name(), Map.of("noSuchOption", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("noSuchOption");
    }

    @Test
    final void dataOfAnotherKindIsRefused() {
        for (DataKind kind : DataKind.values()) {
            if (!provider().accepts().contains(kind)) {
                Dataset other = Dataset.of("other", Split.TRAIN, kind, new float[] {0, 1, 1, 0}, 2);
                Dataset otherValidation = Dataset.of("other", Split.VALIDATION, kind, new float[] {0, 1, 1, 0}, 2);
                assertThatThrownBy(() -> trainer().fit(other, otherValidation, TrainingContext.of(stream("kind"))))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(kind.name());
            }
        }
    }

    @Test
    final void theModelIsOfTheDataItWasFittedTo() {
        assertThat(subject().dataKind()).isEqualTo(train().kind());
        assertThat(subject().features()).isEqualTo(train().features());
    }

    @Test
    final void trainingTwiceFromOneStreamGivesOneModel() {
        GenerativeModel again = fit("fit");
        assertAlike(again, subject());
    }

    @Test
    final void trainingReportsTheSameFiguresEveryTimeAndCountsUp() {
        List<TrainingListener.Progress> heard = new ArrayList<>();
        trainer().fit(train(), validation(), TrainingContext.of(stream("fit")).withListener(heard::add));
        for (int i = 0; i < heard.size(); i++) {
            TrainingListener.Progress p = heard.get(i);
            assertThat(p.values().keySet())
                    .containsExactlyElementsOf(heard.get(0).values().keySet());
            assertThat(p.epoch()).isBetween(1, p.epochs());
            assertThat(i == 0 || p.epoch() >= heard.get(i - 1).epoch()).isTrue();
        }
    }

    @Test
    final void aStopRequestEndsTrainingWithAModel() {
        GenerativeModel stopped =
                trainer().fit(train(), validation(), new TrainingContext(stream("stop"), progress -> {}, () -> true));
        assertThat(stopped.sample(3, stream("stopped")).shape()).containsExactly(3, train().features());
    }

    @Test
    final void trainingDoesNotTouchTheGeneratorOfNd4j() {
        Nd4j.getRandom().setSeed(32);
        float expected = Nd4j.getRandom().nextFloat();
        Nd4j.getRandom().setSeed(32);
        fit("fit");
        assertThat(Nd4j.getRandom().nextFloat()).isEqualTo(expected);
    }

    @Test
    final void aSavedModelScoresAndSamplesAlike(@TempDir Path folder) throws IOException {
        assertThat(subject()).isInstanceOf(PersistentModel.class);
        SavedModel.write((PersistentModel) subject(), folder.resolve("model"));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("model"));
        }
        GenerativeModel read = SavedModel.read(folder.resolve("model"), ModelRegistry.of(List.of(provider())));
        assertThat(read).hasSameClassAs(subject());
        assertThat(read.dataKind()).isEqualTo(subject().dataKind());
        assertThat(read.features()).isEqualTo(subject().features());
        assertAlike(read, subject());
    }

    @Test
    final void samplesLieWithinTheLevelsOfTheTrainingRows() {
        float[] x = Arrays2d.toFloats(subject().sample(500, stream("levels")));
        for (int i = 0; i < x.length; i++) {
            Column column = train().schema().column(i % train().features());
            assertThat(column.holds(x[i]))
                    .as("value %s in column %d", x[i], i % train().features() + 1)
                    .isTrue();
        }
    }

    /** Columns of 2, 5, 1, 3 and 100 levels: no probability and no sample outside, whatever the largest of them has. */
    @Test
    final void everyColumnKeepsToItsOwnLevels(@TempDir Path folder) throws IOException {
        if (provider().accepts().contains(DataKind.CATEGORICAL)) {
            GenerativeModel model = trainer()
                    .fit(UnlikeColumns.rows(Split.TRAIN, 200), UnlikeColumns.rows(Split.VALIDATION, 80), quick());
            UnlikeColumns.check(model, stream("unlike"));
            SavedModel.write((PersistentModel) model, folder.resolve("model"));
            GenerativeModel read = SavedModel.read(folder.resolve("model"), ModelRegistry.of(List.of(provider())));
            UnlikeColumns.check(read, stream("unlike"));
            assertAlike(read, model);
        }
    }

    /** The number of levels is that of the training rows; a level that only a validation row has is an error, not a new level. */
    @Test
    final void aLevelThatNoTrainingRowHasIsRefused() {
        if (provider().accepts().contains(DataKind.CATEGORICAL)) {
            Dataset train = UnlikeColumns.rows(Split.TRAIN, 200);
            float[] values = UnlikeColumns.rows(Split.VALIDATION, 80).toFloats();
            values[2 * train.features() + 1] = 5;
            Dataset validation = Dataset.of("unlike", Split.VALIDATION, DataKind.CATEGORICAL, values, train.features())
                    .withLabels(new int[80]);
            assertThatThrownBy(() -> trainer().fit(train, validation, quick()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("row 3: column 2 holds the code 5");
        }
    }

    private static TrainingContext quick() {
        return TrainingContext.of(stream("unlike"));
    }

    private Trainer<?> trainer() {
        return ModelRegistry.of(List.of(provider())).trainer(provider().name(), quickOptions());
    }

    private GenerativeModel fit(String name) {
        return trainer().fit(train(), validation(), TrainingContext.of(stream(name)));
    }

    private static void assertAlike(GenerativeModel one, GenerativeModel other) {
        INDArray x = other.sample(40, stream("alike"));
        assertThat(Arrays2d.toFloats(one.sample(40, stream("alike")))).isEqualTo(Arrays2d.toFloats(x));
        if (other instanceof TractableDensity density) {
            assertThat(Arrays2d.toDoubles(((TractableDensity) one).logProbability(x)))
                    .isEqualTo(Arrays2d.toDoubles(density.logProbability(x)));
        }
        if (other instanceof UnnormalizedDensity density) {
            assertThat(Arrays2d.toDoubles(((UnnormalizedDensity) one).unnormalizedLogProbability(x)))
                    .isEqualTo(Arrays2d.toDoubles(density.unnormalizedLogProbability(x)));
        }
    }
}
