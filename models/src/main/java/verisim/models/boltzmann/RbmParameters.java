package verisim.models.boltzmann;

import static verisim.core.Checks.require;

import java.util.Arrays;
import verisim.core.math.Blas;
import verisim.core.math.FloatMath;
import verisim.core.math.LogMath;
import verisim.core.math.NativeFloats;
import verisim.core.random.RandomStream;

/**
 * The parameters of an RBM in one flat vector: W [D, H] row-major, b [D], c [H], then those of the visible units alone. With binary
 * visible units, which have none, {@code E(v, h) = -b.v - c.h - v W h} (Hinton, 2002). With others v stands for their statistics here
 * and in all rows of visible units, and D for the number of these; see {@link VisibleUnits}.
 */
final class RbmParameters {
    private final int visible;
    private final int hidden;
    private final float[] values;
    private final VisibleUnits units;
    private NativeFloats held;
    private boolean holding;

    /**
     * @param visible D
     * @param hidden H
     * @param values shared, not copied: training changes them in place
     * @param units kind of the visible units
     */
    RbmParameters(int visible, int hidden, float[] values, VisibleUnits units) {
        this.visible = visible;
        this.hidden = hidden;
        this.values = values;
        this.units = units;
    }

    /** With binary visible units. */
    RbmParameters(int visible, int hidden, float[] values) {
        this(visible, hidden, values, new BinaryUnits());
    }

    static RbmParameters zeros(int visible, int hidden) {
        return zeros(visible, hidden, new BinaryUnits());
    }

    static RbmParameters zeros(int visible, int hidden, VisibleUnits units) {
        int size = Math.addExact(Math.multiplyExact(visible, hidden), visible + hidden + units.ownParameters(visible));
        return new RbmParameters(visible, hidden, new float[size], units);
    }

    /** Returns {@link #initial(float[], int, VisibleUnits, double, RandomStream)} with binary visible units. */
    static RbmParameters initial(float[] visibleBias, int hidden, double weightScale, RandomStream random) {
        return initial(visibleBias, hidden, new BinaryUnits(), weightScale, random);
    }

    /** Returns small normal weights, visible biases {@code visibleBias} and hidden biases 0. */
    static RbmParameters initial(
            float[] visibleBias, int hidden, VisibleUnits units, double weightScale, RandomStream random) {
        RbmParameters out = zeros(visibleBias.length, hidden, units);
        random.fillGaussian(out.values, 0, out.visibleFrom());
        for (int i = 0; i < out.visibleFrom(); i++) {
            out.values[i] *= (float) weightScale;
        }
        System.arraycopy(visibleBias, 0, out.values, out.visibleFrom(), visibleBias.length);
        units.begin(out);
        return out;
    }

    /**
     * Gives the first hidden units the weights and biases that the visible units of {@code below} have, and the visible units its hidden
     * biases: with all further weights 0, this has the law of the hidden units of {@code below} then (Hinton, Osindero and Teh, 2006).
     * Further hidden units keep their weights; the visible biases make up for their pull, to first order. Where there are fewer hidden
     * units here than visible ones there, nothing changes.
     *
     * @param below a binary RBM with as many hidden units as this has visible ones
     * @return whether it is a mirror image now
     */
    boolean mirror(RbmParameters below) {
        require(
                below.hidden == visible,
                "the layer below must have as many hidden units as this has visible ones (%d), but had %d",
                visible,
                below.hidden);
        int mirrored = below.visible;
        if (hidden < mirrored) {
            return false;
        }
        for (int d = 0; d < visible; d++) {
            float pull = 0;
            for (int j = mirrored; j < hidden; j++) {
                pull += 0.5f * values[d * hidden + j];
            }
            values[visibleFrom() + d] = below.values[below.hiddenFrom() + d] - pull;
            for (int j = 0; j < mirrored; j++) {
                values[d * hidden + j] = below.values[j * visible + d];
            }
        }
        System.arraycopy(below.values, below.visibleFrom(), values, hiddenFrom(), mirrored);
        return true;
    }

    /**
     * Subtracts {@code W lambda} from the visible and {@code W' mu} from the hidden biases: turns the biases of a machine over {@code
     * v - mu} and {@code h - lambda} into those of the same machine over v and h.
     *
     * @param biases W, b, c laid out like {@link #values}: parameters, or a direction in their space
     */
    void uncentre(float[] biases, float[] mu, float[] lambda) {
        float[] shift = new float[hidden];
        for (int d = 0; d < visible; d++) {
            int at = d * hidden;
            float m = mu[d];
            float sum = 0;
            float more = 0;
            int j = 0;
            for (; j + 1 < hidden; j += 2) { // two sums, so that additions need not wait for each other
                sum += biases[at + j] * lambda[j];
                more += biases[at + j + 1] * lambda[j + 1];
            }
            if (j < hidden) {
                sum += biases[at + j] * lambda[j];
            }
            biases[visibleFrom() + d] -= sum + more;
            for (int k = 0; k < hidden; k++) {
                shift[k] += m * biases[at + k];
            }
        }
        for (int j = 0; j < hidden; j++) {
            biases[hiddenFrom() + j] -= shift[j];
        }
    }

    /** Returns D. */
    int visible() {
        return visible;
    }

    /** Returns H. */
    int hidden() {
        return hidden;
    }

    /** Returns the flat vector, not a copy. */
    float[] values() {
        return values;
    }

    VisibleUnits units() {
        return units;
    }

    /**
     * Copies the weights for the products of the next steps, which need not copy them each time then, until {@link #release}. The
     * weights must stay as they are in between.
     */
    void hold() {
        if (held == null) {
            held = new NativeFloats(visibleFrom());
        }
        held.put(0, values, 0, visibleFrom());
        holding = true;
    }

    /** Ends what {@link #hold} began. */
    void release() {
        assert heldAreCurrent() : "weights changed while they were held";
        holding = false;
    }

    private boolean heldAreCurrent() {
        float[] copy = new float[visibleFrom()];
        held.get(0, copy, 0, copy.length);
        return Arrays.equals(copy, 0, copy.length, values, 0, copy.length);
    }

    /** Returns where b starts. */
    int visibleFrom() {
        return visible * hidden;
    }

    /** Returns where c starts. */
    int hiddenFrom() {
        return visible * hidden + visible;
    }

    /** Returns where the visible units' own parameters start. */
    int ownFrom() {
        return hiddenFrom() + hidden;
    }

    double weight(int d, int j) {
        return values[d * hidden + j];
    }

    double visibleBias(int d) {
        return values[visibleFrom() + d];
    }

    double hiddenBias(int j) {
        return values[hiddenFrom() + j];
    }

    /** Writes {@code c + v W} of each of {@code rows} rows to {@code out} [rows, H], in float. */
    void hiddenFields(float[] v, int rows, float[] out) {
        hiddenFields(v, 0, rows, out);
    }

    /** Writes {@code c + v W} of the rows from number {@code from} on to the same rows of {@code out} [.., H], in float. */
    void hiddenFields(float[] v, int from, int rows, float[] out) {
        if (holding) {
            Blas.gemm(false, false, rows, hidden, visible, v, from * visible, held, out, from * hidden);
        } else {
            Blas.gemm(false, false, rows, hidden, visible, 1f, v, from * visible, values, 0, 0f, out, from * hidden);
        }
        FloatMath.addBias(out, from, rows, hidden, values, hiddenFrom());
    }

    /** Writes {@code b + W h} of each of {@code rows} rows to {@code out} [rows, D], in float. */
    void visibleFields(float[] h, int rows, float[] out) {
        visibleFields(h, 0, rows, out);
    }

    /** Writes {@code b + W h} of the rows from number {@code from} on to the same rows of {@code out} [.., D], in float. */
    void visibleFields(float[] h, int from, int rows, float[] out) {
        if (holding) {
            Blas.gemm(false, true, rows, visible, hidden, h, from * hidden, held, out, from * visible);
        } else {
            Blas.gemm(false, true, rows, visible, hidden, 1f, h, from * hidden, values, 0, 0f, out, from * visible);
        }
        FloatMath.addBias(out, from, rows, visible, values, visibleFrom());
    }

    /** Writes {@code c + v W} of one row to {@code out} [H], summed in double: the same in any batch. */
    void hiddenFields(float[] v, int from, double[] out) {
        for (int j = 0; j < hidden; j++) {
            out[j] = values[hiddenFrom() + j];
        }
        for (int d = 0; d < visible; d++) {
            if (v[from + d] != 0f) {
                addRow(v[from + d], out, d);
            }
        }
    }

    private void addRow(double factor, double[] out, int d) {
        int at = d * hidden;
        for (int j = 0; j < hidden; j++) {
            out[j] += factor * values[at + j];
        }
    }

    /**
     * Returns {@code -F(v) = b.v + sum_j softplus(c_j + v W_j)} of one row, plus the units' own term m(v); nats, in double.
     *
     * @param fields scratch [H], left holding {@code c + v W}
     */
    double logUnnormalized(float[] v, int from, double[] fields) {
        hiddenFields(v, from, fields);
        double sum = units.modelTerm(this, v, from);
        for (int d = 0; d < visible; d++) {
            sum += v[from + d] * visibleBias(d);
        }
        for (int j = 0; j < hidden; j++) {
            sum += LogMath.softplus(fields[j]);
        }
        return sum;
    }

    /** Returns {@code -F(v)} of each row, from hidden fields in float: for bounds, which draw far more rows than there are tests. */
    double[] logUnnormalizedBatch(float[] v, int rows) {
        float[] fields = new float[rows * hidden];
        hiddenFields(v, rows, fields);
        double[] out = new double[rows];
        for (int r = 0; r < rows; r++) {
            double sum = units.modelTerm(this, v, r * visible);
            for (int d = 0; d < visible; d++) {
                sum += v[r * visible + d] * visibleBias(d);
            }
            out[r] = sum + SoftplusSum.of(fields, r * hidden, hidden);
        }
        return out;
    }

    /** Returns how many units {@link #logPartition} enumerates. */
    int enumerated() {
        return units.listed(this) ? visible : hidden;
    }

    /** Returns {@code log Z} by enumeration of the hidden side, or of the visible one if it is countable and smaller. */
    double logPartition() {
        return units.states(this).logSum();
    }

    /** Returns exact samples of the visible units, [n, D]: by the same enumeration, the other side drawn given the enumerated one. */
    float[] drawVisible(int n, RandomStream random) {
        float[] states = units.states(this).draw(n, random.child("states"));
        if (units.listed(this)) {
            return states;
        }
        float[] rows = new float[Math.multiplyExact(n, visible)];
        visibleFields(states, n, rows);
        units.draw(this, rows, n, new float[] {1f}, random.child("visible"));
        return rows;
    }
}
