package verisim.benchmarks.run;

import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import verisim.core.data.Npy;
import verisim.core.data.Schema;
import verisim.core.math.Arrays2d;
import verisim.core.model.ContractException;
import verisim.core.model.GenerativeModel;
import verisim.core.model.RowScoring;
import verisim.core.model.TractableDensity;

/** The log-density of a 2-D model on the grid that reports draw. */
final class DensityGrid {
    private static final Logger LOG = LoggerFactory.getLogger(DensityGrid.class);

    /** Cells a side. */
    static final int SIZE = 128;

    private DensityGrid() {}

    /**
     * Writes [SIZE, SIZE] values of log p; row i is y, column j is x, at the middles of the cells of {@code box}.
     *
     * @param box xmin, xmax, ymin, ymax, in the units of the file
     * @param schema of the two columns
     * @return false, and no file, if the model has no tractable density, or none that keeps its contract
     */
    static boolean write(GenerativeModel model, double[] box, Schema schema, Path file) {
        if (!(model instanceof TractableDensity density)) {
            return false;
        }
        float[] points = new float[SIZE * SIZE * 2];
        for (int i = 0; i < SIZE; i++) {
            for (int j = 0; j < SIZE; j++) {
                points[2 * (i * SIZE + j)] = schema.column(0).stored(box[0] + (j + 0.5) * (box[1] - box[0]) / SIZE);
                points[2 * (i * SIZE + j) + 1] = schema.column(1).stored(box[2] + (i + 0.5) * (box[3] - box[2]) / SIZE);
            }
        }
        INDArray grid = Arrays2d.matrix(points, SIZE * SIZE, 2);
        double[] logP;
        try {
            logP = RowScoring.score("log p(x)", grid, density::logProbability);
        } catch (ContractException e) {
            LOG.warn("no picture of the density: {}", e.getMessage());
            return false;
        }
        Npy.write(file, Arrays2d.matrix(logP, SIZE, SIZE));
        return true;
    }
}
