package verisim.core.model;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A distribution made of separate round clusters of one width, as the ring and the grid of normals: its modes can be counted. */
public interface ModalDensity extends GenerativeModel {
    /** Returns the centres, a new FLOAT array of shape [K, D], in the units of the data. */
    INDArray modes();

    /** Returns the standard deviation of each cluster along every axis, greater than 0. */
    double modeStandardDeviation();
}
