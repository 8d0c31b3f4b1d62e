package verisim.benchmarks.calibrate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import verisim.core.likelihood.PartitionCalibration;
import verisim.core.likelihood.PartitionCalibration.Direction;
import verisim.core.statistics.Interval;
import verisim.core.statistics.Intervals;

/**
 * One direction of one calibration, with what it says of the stated intervals.
 *
 * @param direction {@code forward} or {@code reverse}
 */
public record CalibrationRow(PartitionCalibration of, String direction, Direction result) {
    /** The share of intervals that should hold log Z. */
    public static final double CLAIMED = 0.95;

    private static final double OFTEN = 0.05;

    /** What the repetitions say. */
    public enum Verdict {
        AS_CLAIMED("as claimed"),
        TOO_NARROW("too narrow"),
        TOO_WIDE("too wide"),
        WARNED("warned of");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        /** Returns it for readers. */
        public String words() {
            return words;
        }
    }

    /** Returns both directions of each calibration. */
    public static List<CalibrationRow> of(List<PartitionCalibration> calibrations) {
        List<CalibrationRow> out = new ArrayList<>();
        for (PartitionCalibration c : calibrations) {
            out.add(new CalibrationRow(c, "forward", c.forwards()));
            c.backwards().ifPresent(d -> out.add(new CalibrationRow(c, "reverse", d)));
        }
        return out;
    }

    /** Returns the 95 % interval of the coverage among repetitions without warning; unknown if there are none. */
    public Interval silentInterval() {
        double n = of.repetitions() * (1 - result.warned());
        return n < 0.5 ? Interval.UNKNOWN : Intervals.wilson(result.silentCoverage(), n);
    }

    /**
     * Returns {@link Verdict#WARNED} if more than one repetition in twenty was said to rest on few chains; else whether the coverage of
     * the others agrees with the claim within its own 95 % interval. Of right intervals one in twenty is called wrong.
     */
    public Verdict verdict() {
        if (result.warned() > OFTEN) {
            return Verdict.WARNED;
        }
        Interval interval = silentInterval();
        if (interval.contains(CLAIMED)) {
            return Verdict.AS_CLAIMED;
        }
        return interval.high() < CLAIMED ? Verdict.TOO_NARROW : Verdict.TOO_WIDE;
    }

    /** Returns the cells of a table by heading. */
    public Map<String, String> cells() {
        Map<String, String> out = new LinkedHashMap<>();
        Interval interval = silentInterval();
        out.put("model", of.model());
        out.put("schedule", of.schedule());
        out.put("temperatures", Integer.toString(of.steps()));
        out.put("direction", direction);
        out.put("coverage", percent(result.coverage()));
        out.put("warned", percent(result.warned()));
        out.put(
                "coverage, no warning",
                Double.isNaN(interval.low())
                        ? "\u2014"
                        : String.format(
                                Locale.ROOT,
                                "%s [%.1f,\u00a0%.1f]",
                                percent(result.silentCoverage()),
                                100 * interval.low(),
                                100 * interval.high()));
        out.put("missed, no warning", percent(result.silentMisses()));
        out.put("mean error", nats(result.meanError()));
        out.put("RMSE", nats(result.rootMeanSquareError()));
        out.put("half width", nats(result.halfWidth()));
        out.put("verdict", verdict().words());
        return out;
    }

    /** Returns everything as numbers, for programs. */
    public Map<String, Object> record() {
        Map<String, Object> out = new LinkedHashMap<>();
        Interval interval = silentInterval();
        out.put("estimator", "ais");
        out.put("model", of.model());
        out.put("schedule", of.schedule());
        out.put("temperatures", of.steps());
        out.put("chains", of.chains());
        out.put("repetitions", of.repetitions());
        out.put("direction", direction);
        out.put("coverage", result.coverage());
        out.put("warned", result.warned());
        out.put("silentCoverage", known(result.silentCoverage()));
        out.put("silentCoverageLow", known(interval.low()));
        out.put("silentCoverageHigh", known(interval.high()));
        out.put("silentMisses", result.silentMisses());
        out.put("meanError", result.meanError());
        out.put("rootMeanSquareError", result.rootMeanSquareError());
        out.put("halfWidth", known(result.halfWidth()));
        out.put("verdict", verdict().words());
        return out;
    }

    private static Double known(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f\u00a0%%", 100 * share);
    }

    private static String nats(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
