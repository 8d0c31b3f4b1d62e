package verisim.core.math;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Copies between ND4J arrays, which our interfaces speak, and row-major Java arrays, which our loops run over. */
public final class Arrays2d {
    private Arrays2d() {}

    /** Returns the values of {@code x} in row-major order, whatever its strides and type; always a copy. */
    public static float[] toFloats(INDArray x) {
        INDArray c = rowMajor(x, DataType.FLOAT);
        float[] out = new float[Math.toIntExact(c.length())];
        if (out.length > 0) {
            c.data().asNioFloat().get(Math.toIntExact(c.offset()), out, 0, out.length);
        }
        return out;
    }

    /** Returns the values of {@code x} in row-major order as double; always a copy. */
    public static double[] toDoubles(INDArray x) {
        INDArray c = rowMajor(x, DataType.DOUBLE);
        double[] out = new double[Math.toIntExact(c.length())];
        if (out.length > 0) {
            c.data().asNioDouble().get(Math.toIntExact(c.offset()), out, 0, out.length);
        }
        return out;
    }

    /** Returns a FLOAT array of shape [rows, columns] with these values in row-major order. */
    public static INDArray matrix(float[] values, int rows, int columns) {
        return Nd4j.createFromArray(values).reshape('c', new long[] {rows, columns});
    }

    /** Returns a DOUBLE array of shape [rows, columns] with these values in row-major order. */
    public static INDArray matrix(double[] values, int rows, int columns) {
        return Nd4j.createFromArray(values).reshape('c', new long[] {rows, columns});
    }

    /** Returns a DOUBLE array of shape [n]. */
    public static INDArray vector(double[] values) {
        return Nd4j.createFromArray(values);
    }

    private static INDArray rowMajor(INDArray x, DataType type) {
        INDArray typed = x.dataType() == type ? x : x.castTo(type);
        boolean plain = typed.ordering() == 'c'
                && !typed.isView()
                && org.nd4j.linalg.api.shape.Shape.strideDescendingCAscendingF(typed);
        return plain ? typed : typed.dup('c');
    }
}
