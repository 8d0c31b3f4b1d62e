package verisim.core.data;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** Dates as numbers: a date is the days since 1970-01-01, a date with a time the seconds since 1970-01-01T00:00 UTC. */
final class IsoDates {
    private static final double NANO = 1e-9;

    private IsoDates() {}

    /** Returns the numbers of these texts if all are ISO 8601 dates, or all dates with times; empty if not. */
    static Optional<double[]> parse(List<String> texts) {
        double[] out = new double[texts.size()];
        boolean times = !texts.isEmpty() && texts.get(0).length() > 10;
        for (int i = 0; i < out.length; i++) {
            String text = texts.get(i);
            if (text.length() < 10 || (text.length() > 10) != times || !text.matches("\\d{4}-\\d{2}-\\d{2}.*")) {
                return Optional.empty();
            }
            try {
                out[i] = times ? seconds(text) : LocalDate.parse(text).toEpochDay();
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        }
        return texts.isEmpty() ? Optional.empty() : Optional.of(out);
    }

    private static double seconds(String text) {
        String iso = text.replaceFirst("^(.{10}) +", "$1T");
        if (iso.matches(".*(Z|[+-]\\d{2}:?\\d{2})$")) {
            OffsetDateTime at = OffsetDateTime.parse(iso.replaceFirst("([+-]\\d{2})(\\d{2})$", "$1:$2"));
            return at.toEpochSecond() + NANO * at.getNano();
        }
        Instant at = LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        return at.getEpochSecond() + NANO * at.getNano();
    }
}
