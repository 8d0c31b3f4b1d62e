package verisim.models.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import verisim.core.option.Option;
import verisim.core.option.Options;

class TrainingOptionsTest {
    private static TrainingOptions resolved(TrainingOptions defaults, Map<String, ?> given) {
        return TrainingOptions.of(Options.resolve("net", TrainingOptions.options(defaults), given));
    }

    @Test
    void optionsCarryTheDefaultsThereAndBack() {
        TrainingOptions defaults = TrainingOptions.DEFAULT
                .withOptimizer(Optimizer.Kind.NESTEROV)
                .withLearningRate(0.3)
                .withMomentum(0.7)
                .withSchedule(Schedule.plateau(4, 0.2))
                .withWeightDecay(0.01)
                .withGradientClip(5)
                .withBatchSize(17)
                .withEpochs(9)
                .withPatience(8);
        assertThat(resolved(defaults, Map.of())).isEqualTo(defaults);
        assertThat(resolved(TrainingOptions.DEFAULT, Map.of())).isEqualTo(TrainingOptions.DEFAULT);
        assertThat(TrainingOptions.options(TrainingOptions.DEFAULT).stream().map(Option::name))
                .contains("learningRate", "batchSize", "epochs", "patience", "weightDecay");
    }

    @Test
    void whatAUserGivesIsTaken() {
        TrainingOptions options = resolved(
                TrainingOptions.DEFAULT,
                Map.of("optimizer", "adadelta", "schedule", "step", "scheduleFactor", "0.1", "learningRate", 1));
        assertThat(options)
                .isEqualTo(TrainingOptions.DEFAULT
                        .withOptimizer(Optimizer.Kind.ADADELTA)
                        .withSchedule(Schedule.step(10, 0.1))
                        .withLearningRate(1));
    }

    @Test
    void badValuesAreExplained() {
        assertThatThrownBy(() -> resolved(TrainingOptions.DEFAULT, Map.of("optimizer", "adamw")))
                .hasMessage("net: optimizer must be one of: adam, sgd, nesterov, adadelta, adagrad; but was 'adamw'");
        assertThatThrownBy(() -> resolved(TrainingOptions.DEFAULT, Map.of("momentum", 1)))
                .hasMessageContaining("momentum must be at least 0");
        assertThatThrownBy(() -> resolved(TrainingOptions.DEFAULT, Map.of("schedule", "plateau", "scheduleEpochs", 20)))
                .hasMessageContaining("scheduleEpochs must be less than patience")
                .hasMessageContaining("20 and 20");
        assertThatThrownBy(() -> TrainingOptions.DEFAULT.withLearningRate(Double.NaN))
                .hasMessage("learningRate must be finite and greater than 0, but was NaN");
    }
}
