package verisim.models.nn;

import static verisim.core.Checks.require;

import verisim.core.data.Dataset;
import verisim.core.random.RandomStream;

/** One pass over a data set in random order, batch by batch; the last batch may be smaller. */
public final class Minibatches {
    private final Dataset data;
    private final int batchSize;
    private final int[] order;
    private final float[] rows;
    private int next;

    public Minibatches(Dataset data, int batchSize) {
        require(batchSize >= 1, "batchSize must be at least 1, but was %d", batchSize);
        this.data = data;
        this.batchSize = Math.min(batchSize, data.size());
        this.order = new int[data.size()];
        this.rows = new float[this.batchSize * data.features()];
        this.next = order.length;
    }

    /** Begins a pass in a new random order, which depends on {@code random} only and not on the pass before. */
    public void shuffle(RandomStream random) {
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        random.shuffle(order);
        next = 0;
    }

    /** Loads the next batch into {@link #rows()} and returns its size; 0 at the end of the pass. */
    public int next() {
        int count = Math.min(batchSize, order.length - next);
        data.copyRows(order, next, count, rows);
        next += count;
        return count;
    }

    /** Returns the rows of the batch, [size, D]; the next batch reuses the array. */
    public float[] rows() {
        return rows;
    }
}
