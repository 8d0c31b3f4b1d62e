package verisim.benchmarks.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verisim.benchmarks.calibrate.CalibrationRow.Verdict;
import verisim.core.likelihood.PartitionCalibration;
import verisim.core.likelihood.PartitionCalibration.Direction;

class CalibrationRowTest {
    /** Of 400 intervals of 95 %, 370 to 390 or so hold the truth. */
    @ParameterizedTest
    @CsvSource({
        "0.95, 0, AS_CLAIMED",
        "0.93, 0, AS_CLAIMED",
        "0.91, 0, TOO_NARROW",
        "0.98, 0, TOO_WIDE",
        "0.50, 0.06, WARNED",
        "0.95, 0.04, AS_CLAIMED"
    })
    void theVerdictComparesTheCoverageWithTheClaim(double coverage, double warned, Verdict expected) {
        Direction direction = new Direction(coverage, warned, coverage, 0, 0, 1, 2);
        PartitionCalibration calibration =
                new PartitionCalibration("m", "s", 10, 100, 400, direction, Optional.empty());
        assertThat(CalibrationRow.of(java.util.List.of(calibration))).hasSize(1);
        assertThat(new CalibrationRow(calibration, "forward", direction).verdict())
                .isEqualTo(expected);
    }
}
