package verisim.core.source.synthetic;

import static verisim.core.Checks.require;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.random.RandomStream;

/**
 * The uniform distribution over a list of binary rows. A row that stands in the list r times out of m has probability
 * {@code r / m}; a row that is not in it has none.
 */
public final class ListedBinary extends SyntheticTruth implements FiniteSupport {
    private final float[][] rows;
    private final int[] labels;
    private final boolean labelled;
    private final List<float[]> distinct = new ArrayList<>();
    private final Map<BitSet, Integer> counts = new HashMap<>();

    /** @param rows m rows of D values, 0 or 1; repeated rows count as often as they stand there */
    public ListedBinary(float[][] rows) {
        this(rows, new int[rows.length], false);
    }

    /** @param labels one label for each row */
    public ListedBinary(float[][] rows, int[] labels) {
        this(rows, labels, true);
    }

    private ListedBinary(float[][] rows, int[] labels, boolean labelled) {
        super(DataKind.BINARY, Discrete.first(java.util.Arrays.asList(rows), "rows").length);
        require(
                labels.length == rows.length,
                "there must be one label for each of the %d rows, but there are %d",
                rows.length,
                labels.length);
        this.rows = new float[rows.length][];
        this.labels = labels.clone();
        this.labelled = labelled;
        for (int i = 0; i < rows.length; i++) {
            require(
                    rows[i].length == features(),
                    "rows must have the same length, but have %d and %d",
                    features(),
                    rows[i].length);
            BitSet key = new BitSet(features());
            for (int d = 0; d < features(); d++) {
                require(
                        rows[i][d] == 0f || rows[i][d] == 1f,
                        "rows must hold 0 and 1 only, but [%d, %d] is %s",
                        i,
                        d,
                        rows[i][d]);
                key.set(d, rows[i][d] == 1f);
            }
            this.rows[i] = rows[i].clone();
            if (counts.merge(key, 1, Integer::sum) == 1) {
                distinct.add(this.rows[i]);
            }
        }
    }

    /** Returns m, the length of the list, repetitions included. */
    public int listSize() {
        return rows.length;
    }

    /** Returns the first {@code n} rows of the list said over and over: whole lists if n is a multiple of its length. */
    Rows list(int n) {
        float[] values = new float[n * features()];
        int[] listLabels = new int[n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(rows[i % rows.length], 0, values, i * features(), features());
            listLabels[i] = labels[i % rows.length];
        }
        return new Rows(values, listLabels);
    }

    @Override
    public boolean labelled() {
        return labelled;
    }

    @Override
    public int supportSize() {
        return distinct.size();
    }

    @Override
    public INDArray support() {
        float[] values = new float[distinct.size() * features()];
        for (int i = 0; i < distinct.size(); i++) {
            System.arraycopy(distinct.get(i), 0, values, i * features(), features());
        }
        return Arrays2d.matrix(values, distinct.size(), features());
    }

    /** Returns the entropy, nats: minus the mean log-likelihood that no model of the listed rows can exceed. */
    public double entropy() {
        double sum = 0;
        for (int count : counts.values()) {
            double p = count / (double) rows.length;
            sum -= p * Math.log(p);
        }
        return sum;
    }

    @Override
    int drawRow(double[] row, RandomStream random) {
        int i = random.nextInt(rows.length);
        for (int d = 0; d < row.length; d++) {
            row[d] = rows[i][d];
        }
        return labels[i];
    }

    @Override
    double logProbability(double[] x, int from) {
        BitSet key = new BitSet(features());
        for (int d = 0; d < features(); d++) {
            key.set(d, x[from + d] > 0.5);
        }
        Integer count = counts.get(key);
        return count == null ? Double.NEGATIVE_INFINITY : Math.log(count) - Math.log(rows.length);
    }
}
