package verisim.models.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void constantStaysAndLinearFallsWithTheSteps() {
        Schedule.Course constant = Schedule.constant().start();
        Schedule.Course linear = Schedule.linear().start();
        for (int step = 0; step < 40; step++) {
            double done = step / 40.0;
            assertThat(constant.factor(1 + step / 4, done)).isEqualTo(1);
            assertThat(linear.factor(1 + step / 4, done)).isCloseTo((40 - step) / 40.0, within(1e-15));
        }
    }

    @Test
    void stepMultipliesAfterEveryFewEpochs() {
        Schedule.Course course = Schedule.step(3, 0.1).start();
        double[] expected = {1, 1, 1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.01, 0.001};
        for (int epoch = 1; epoch <= expected.length; epoch++) {
            assertThat(course.factor(epoch, 0)).isCloseTo(expected[epoch - 1], within(1e-15));
        }
    }

    @Test
    void plateauReducesAfterEpochsWithoutABetterScoreAndRemembersThem() {
        double[] scores = {-5, -4, -4, -4.5, -3, -3, -3.1, -3.2, -2, -9, -9, -9};
        double[] after = {1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25, 0.125, 0.125};
        Schedule schedule = Schedule.plateau(2, 0.5);
        Schedule.Course course = schedule.start();
        for (int i = 0; i < scores.length; i++) {
            course.record(scores[i]);
            assertThat(course.factor(i + 2, 0)).as("after epoch %d", i + 1).isEqualTo(after[i]);
            Schedule.Course resumed = schedule.start();
            resumed.restore(course.state());
            course = resumed;
        }
    }

    @Test
    void valuesAreChecked() {
        assertThatThrownBy(() -> Schedule.step(0, 0.5)).hasMessage("scheduleEpochs must be at least 1, but was 0");
        assertThatThrownBy(() -> Schedule.plateau(1, 1.5))
                .hasMessage("scheduleFactor must be greater than 0 and at most 1, but was 1.5");
    }
}
