package verisim.core.data;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Values as a reader finds them, in row-major order. Arrays are handed on, not copied. */
final class NumericArray {
    private final int[] shape;
    private final float[] floats;
    private final double[] doubles;

    /**
     * Keeps these arrays.
     *
     * @param shape lengths of the dimensions; empty for a single number
     * @param floats the values if a float holds each of them as it is in the file, else null
     * @param doubles the values if some need a double, else null
     */
    NumericArray(int[] shape, float[] floats, double[] doubles) {
        this.shape = shape;
        this.floats = floats;
        this.doubles = doubles;
    }

    int[] shape() {
        return shape;
    }

    /** Returns the values if a float holds each as it is in the file, else null. */
    float[] floats() {
        return floats;
    }

    /** Returns the values if {@link #floats()} is null, else null. */
    double[] doubles() {
        return doubles;
    }

    /** Returns the i-th value in row-major order. */
    double get(int i) {
        return floats != null ? floats[i] : doubles[i];
    }

    int length() {
        return floats != null ? floats.length : doubles.length;
    }

    /** Returns the values rounded to float: the array itself, not a copy, if they are floats already. */
    float[] toFloats() {
        if (floats != null) {
            return floats;
        }
        float[] out = new float[doubles.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) doubles[i];
        }
        return out;
    }

    /** Returns a FLOAT or DOUBLE array of this shape. */
    INDArray toArray() {
        DataType type = floats != null ? DataType.FLOAT : DataType.DOUBLE;
        if (shape.length == 0) {
            return floats != null ? Nd4j.scalar(floats[0]) : Nd4j.scalar(doubles[0]);
        }
        long[] longShape = java.util.Arrays.stream(shape).asLongStream().toArray();
        if (length() == 0) {
            return Nd4j.create(type, longShape);
        }
        INDArray flat = floats != null ? Nd4j.createFromArray(floats) : Nd4j.createFromArray(doubles);
        return shape.length == 1 ? flat : flat.reshape('c', longShape);
    }

    /** Returns the same values given in column-major order, brought into row-major order. */
    static NumericArray ofColumnMajor(int[] shape, float[] floats, double[] doubles) {
        if (shape.length < 2) {
            return new NumericArray(shape, floats, doubles);
        }
        int n = floats != null ? floats.length : doubles.length;
        float[] f = floats != null ? new float[n] : null;
        double[] d = floats == null ? new double[n] : null;
        int rank = shape.length;
        int[] stride = new int[rank];
        int step = 1;
        for (int k = 0; k < rank; k++) {
            stride[k] = step;
            step *= shape[k];
        }
        int[] index = new int[rank];
        int source = 0;
        for (int i = 0; i < n; i++) {
            if (f != null) {
                f[i] = floats[source];
            } else {
                d[i] = doubles[source];
            }
            for (int k = rank - 1; k >= 0; k--) {
                source += stride[k];
                if (++index[k] < shape[k]) {
                    break;
                }
                source -= stride[k] * shape[k];
                index[k] = 0;
            }
        }
        return new NumericArray(shape, f, d);
    }
}
