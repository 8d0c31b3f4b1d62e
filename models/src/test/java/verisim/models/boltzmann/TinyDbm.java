package verisim.models.boltzmann;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import verisim.core.math.Arrays2d;
import verisim.core.random.RandomStream;

/** Small deep Boltzmann machines and everything about them by plain loops over all states of all layers, in double: the oracle. */
final class TinyDbm {
    final int[] widths;
    final double[][][] weights; // [layer][below][above]
    final double[][] biases;

    TinyDbm(int[] widths, double[][][] weights, double[][] biases) {
        this.widths = widths;
        this.weights = weights;
        this.biases = biases;
    }

    static TinyDbm random(double scale, String name, int... widths) {
        RandomStream random = RandomStream.ofSeed(78).child(name);
        double[][][] w = new double[widths.length - 1][][];
        double[][] b = new double[widths.length][];
        for (int l = 0; l < widths.length; l++) {
            b[l] = new double[widths[l]];
            for (int i = 0; i < widths[l]; i++) {
                b[l][i] = (float) (scale * random.nextGaussian());
            }
        }
        for (int l = 0; l + 1 < widths.length; l++) {
            w[l] = new double[widths[l]][widths[l + 1]];
            for (double[] row : w[l]) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = (float) (scale * random.nextGaussian());
                }
            }
        }
        return new TinyDbm(widths, w, b);
    }

    /** Returns the machine under test. */
    Dbm machine(int steps) {
        List<INDArray> w = new ArrayList<>();
        List<INDArray> b = new ArrayList<>();
        for (double[][] weight : weights) {
            w.add(Nd4j.create(weight).castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT));
        }
        for (double[] bias : biases) {
            b.add(Arrays2d.vector(bias));
        }
        return Dbm.of(w, b, steps);
    }

    int units() {
        return java.util.Arrays.stream(widths).sum();
    }

    /** Minus the energy of a state: the layers' bits one after the other, v lowest. */
    double score(long state) {
        double sum = 0;
        int from = 0;
        for (int l = 0; l < widths.length; l++) {
            for (int i = 0; i < widths[l]; i++) {
                if (!TinyRbm.on(state, from + i)) {
                    continue;
                }
                sum += biases[l][i];
                for (int j = 0; l + 1 < widths.length && j < widths[l + 1]; j++) {
                    sum += TinyRbm.on(state, from + widths[l] + j) ? weights[l][i][j] : 0;
                }
            }
            from += widths[l];
        }
        return sum;
    }

    /** {@code sum_h exp(-E(v, h))} of every v; scores must be moderate. */
    double[] unnormalized() {
        double[] out = new double[1 << widths[0]];
        for (long s = 0; s < 1L << units(); s++) {
            out[(int) (s & (out.length - 1))] += Math.exp(score(s));
        }
        return out;
    }

    double logPartition() {
        double z = 0;
        for (double u : unnormalized()) {
            z += u;
        }
        return Math.log(z);
    }

    double[] probabilities() {
        double[] out = unnormalized();
        double z = Math.exp(logPartition());
        for (int v = 0; v < out.length; v++) {
            out[v] /= z;
        }
        return out;
    }

    /** Where the bits of unit {@code i} of the odd layers are in a state. */
    int oddBit(int i) {
        return i < widths[1] ? widths[0] + i : widths[0] + widths[1] + widths[2] + i - widths[1];
    }

    int odd() {
        return widths[1] + (widths.length > 3 ? widths[3] : 0);
    }

    /** p of every state of the odd layers, h1 lowest. */
    double[] oddProbabilities() {
        double[] out = new double[1 << odd()];
        double z = Math.exp(logPartition());
        for (long s = 0; s < 1L << units(); s++) {
            int index = 0;
            for (int i = 0; i < odd(); i++) {
                index |= TinyRbm.on(s, oddBit(i)) ? 1 << i : 0;
            }
            out[index] += Math.exp(score(s)) / z;
        }
        return out;
    }

    @Override
    public String toString() {
        return java.util.Arrays.toString(widths);
    }
}
