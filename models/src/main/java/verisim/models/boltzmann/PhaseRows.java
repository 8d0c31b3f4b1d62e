package verisim.models.boltzmann;

import static verisim.core.Checks.require;

import verisim.core.math.FloatMath;

/**
 * The rows of both phases of a gradient estimate, one below the other: first those of the data, whose weights sum to 1, then those
 * that stand for the model, whose weights sum to -1. So every statistic's difference is one weighted sum, and that of {@code v h} one
 * matrix product.
 */
final class PhaseRows {
    private final RbmParameters model;
    /** Statistics of the visible units, or their means [rows, D]. */
    final float[] visible;
    /** Probabilities of the hidden units, or their states [rows, H]. */
    final float[] hidden;
    /** The weight of each row. */
    final float[] weights;

    private int dataRows;
    private int modelRows;
    private boolean meansOfModel;

    /**
     * @param mostData most rows of a batch
     * @param mostModel most rows of the negative phase
     */
    PhaseRows(RbmParameters model, int mostData, int mostModel) {
        this.model = model;
        int rows = Math.addExact(mostData, mostModel);
        visible = new float[Math.multiplyExact(rows, model.visible())];
        hidden = new float[Math.multiplyExact(rows, model.hidden())];
        weights = new float[rows];
    }

    /** Takes {@code rows} rows of data as training sees them, equally weighted; their hidden units are left to {@link #readHidden}. */
    void load(float[] batch, int rows) {
        require(rows >= 1 && rows <= weights.length, "rows must be from 1 to %d, but was %d", weights.length, rows);
        dataRows = rows;
        modelRows = 0;
        meansOfModel = false;
        System.arraycopy(batch, 0, visible, 0, rows * model.visible());
        model.units().read(model, visible, rows);
        java.util.Arrays.fill(weights, 0, rows, 1f / rows);
    }

    /** Says that so many rows follow, equally weighted. */
    void appendModelRows(int rows) {
        modelRows = rows;
        java.util.Arrays.fill(weights, dataRows, dataRows + rows, -1f / rows);
    }

    /** Says that the visible units of the model's rows are means given the hidden ones, not states. */
    void modelRowsAreMeans() {
        meansOfModel = true;
    }

    boolean meansOfModel() {
        return meansOfModel;
    }

    /** Computes {@code p(h given v)} of {@code rows} rows. */
    void readHidden(int from, int rows) {
        int h = model.hidden();
        model.hiddenFields(visible, from, rows, hidden);
        FloatMath.sigmoid(hidden, hidden, from * h, rows * h);
    }

    int dataRows() {
        return dataRows;
    }

    int modelRows() {
        return modelRows;
    }

    int rows() {
        return dataRows + modelRows;
    }
}
