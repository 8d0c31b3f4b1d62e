package verisim.models.boltzmann;

import static verisim.core.Checks.require;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import verisim.core.math.FloatMath;

/**
 * The offsets mu of the visible and lambda of the hidden units that are subtracted in a centred gradient; sliding averages of the
 * batches' means.
 *
 * @see <a href="https://jmlr.org/papers/v17/14-237.html">Melchior, Fischer and Wiskott (2016), How to center deep Boltzmann
 *     machines</a>
 */
final class Offsets {
    /** Which means the offsets follow. */
    enum Kind {
        /** Those of the data and, for hidden units, of their probabilities given the data. */
        DATA_MEAN,
        /** All offsets 0: the ordinary gradient. */
        NONE,
        /** The average of data and model means, which gives the enhanced gradient (Cho, Raiko and Ilin, 2011). */
        ENHANCED;

        /** Returns the name a user writes. */
        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Kind of(String label) {
            return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    private final Kind kind;
    private final float rate;
    private final float[] visible;
    private final float[] hidden;
    private final float[] mean;

    /**
     * @param rate share of the new batch in the sliding average, above 0 and at most 1
     * @param visible first mu [D], such as the means of the data
     * @param hidden H, whose offsets are 1/2 at first
     */
    Offsets(Kind kind, double rate, float[] visible, int hidden) {
        this(kind, rate, visible, halves(hidden));
    }

    /**
     * @param visible first mu [D]
     * @param hidden first lambda [H]
     */
    Offsets(Kind kind, double rate, float[] visible, float[] hidden) {
        require(rate > 0 && rate <= 1, "offsetRate must be greater than 0 and at most 1, but was %s", rate);
        this.kind = kind;
        this.rate = (float) rate;
        this.visible = kind == Kind.NONE ? new float[visible.length] : visible.clone();
        this.hidden = kind == Kind.NONE ? new float[hidden.length] : hidden.clone();
        this.mean = new float[Math.max(visible.length, hidden.length)];
    }

    private static float[] halves(int n) {
        float[] out = new float[n];
        Arrays.fill(out, 0.5f);
        return out;
    }

    /** Returns whether there is anything to subtract. */
    boolean active() {
        return kind != Kind.NONE;
    }

    /** Returns mu [D]; not a copy. */
    float[] visible() {
        return visible;
    }

    /** Returns lambda [H]; not a copy. */
    float[] hidden() {
        return hidden;
    }

    /** Moves the offsets towards the means of these rows. */
    void follow(PhaseRows rows) {
        follow(rows, rows.visible, visible);
        follow(rows, rows.hidden, hidden);
    }

    private void follow(PhaseRows rows, float[] values, float[] offsets) {
        int width = offsets.length;
        float dataShare = kind == Kind.ENHANCED ? 0.5f : 1f;
        int used = kind == Kind.ENHANCED ? rows.rows() : rows.dataRows();
        Arrays.fill(mean, 0, width, 0f);
        for (int r = 0; r < used; r++) {
            float weight = dataShare * Math.abs(rows.weights[r]);
            int at = r * width;
            for (int i = 0; i < width; i++) {
                mean[i] += weight * values[at + i];
            }
        }
        for (int i = 0; i < width; i++) {
            offsets[i] = FloatMath.flushed(offsets[i] + rate * (mean[i] - offsets[i]));
        }
    }

    /** Returns what {@link #restore} needs. */
    Map<String, float[]> state() {
        Map<String, float[]> out = new LinkedHashMap<>();
        out.put("visible", visible.clone());
        out.put("hidden", hidden.clone());
        return out;
    }

    /** Goes on from a state of {@link #state}. */
    void restore(Map<String, float[]> state) {
        System.arraycopy(state.get("visible"), 0, visible, 0, visible.length);
        System.arraycopy(state.get("hidden"), 0, hidden, 0, hidden.length);
    }
}
