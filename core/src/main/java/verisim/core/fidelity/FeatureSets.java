package verisim.core.fidelity;

import static verisim.core.Checks.requireRows;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import verisim.core.data.DataKind;
import verisim.core.data.DataSplits;
import verisim.core.data.Dataset;
import verisim.core.data.Levels;
import verisim.core.math.Arrays2d;
import verisim.core.metric.MetricContext;
import verisim.core.result.Outcome;
import verisim.core.statistics.ColumnMoments;

/** Samples and test rows in the units in which they are compared. */
final class FeatureSets {
    /** More 0/1 columns than this are not made of categorical data. */
    private static final int MAX_INDICATORS = 4096;

    /** Squares of anything larger, summed over columns, would leave the range of float. */
    private static final float LARGEST = 1e15f;

    private final float[] samples; // [n, columns] row-major
    private final int n;
    private final float[] reference; // [m, columns]
    private final int m;
    private final int columns;
    private final Map<String, String> protocol;

    private FeatureSets(float[] samples, int n, float[] reference, int m, int columns, Map<String, String> protocol) {
        this.samples = samples;
        this.n = n;
        this.reference = reference;
        this.m = m;
        this.columns = columns;
        this.protocol = protocol;
    }

    /** Returns the samples [n, columns], not to be changed. */
    float[] samples() {
        return samples;
    }

    int n() {
        return n;
    }

    /** Returns the test rows [m, columns], not to be changed. */
    float[] reference() {
        return reference;
    }

    int m() {
        return m;
    }

    /** Returns D, or for CATEGORICAL data the sum of the numbers of levels of the columns. */
    int columns() {
        return columns;
    }

    /** Returns counts and scaling. */
    Map<String, String> protocol() {
        return protocol;
    }

    enum Scaling {
        AUTO,
        STANDARDISED,
        RAW;

        static Scaling of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }

        /** Returns STANDARDISED or RAW, whichever AUTO means for this data. */
        Scaling resolve(DataSplits data) {
            boolean units =
                    data.kind() == DataKind.REAL && data.train().imageShape().isEmpty();
            return this != AUTO ? this : units ? STANDARDISED : RAW;
        }
    }

    /** Samples that no metric can compare; carries what to report. */
    static final class NotComparableException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Outcome outcome;

        NotComparableException(Outcome outcome) {
            super(outcome.toString());
            this.outcome = outcome;
        }

        Outcome outcome() {
            return outcome;
        }
    }

    /**
     * Prepares both sets.
     *
     * @throws NotComparableException if samples are not finite or not of the data's kind, or a set has fewer than 2 rows
     */
    static FeatureSets of(MetricContext context, int maxSamples, int maxReference, Scaling scaling) {
        DataSplits data = context.data();
        INDArray all = context.samples();
        requireRows(all, data.features(), "samples");
        int n = (int) Math.min(maxSamples, all.size(0));
        int m = Math.min(maxReference, data.test().size());
        if (n < 2 || m < 2) {
            throw new NotComparableException(new Outcome.NotDefined(
                    "at least 2 samples and 2 test rows are needed, but there are " + n + " and " + m));
        }
        float[] samples = Arrays2d.toFloats(all.get(NDArrayIndex.interval(0, n), NDArrayIndex.all()));
        checkValues(samples, data);
        Transform transform = Transform.of(data, scaling);
        Map<String, String> protocol = new TreeMap<>();
        protocol.put("samples", Integer.toString(n));
        protocol.put("reference", Integer.toString(m));
        protocol.put("scaling", transform.label());
        float[] x = transform.apply(samples, n);
        checkSize(x, transform.columns());
        float[] y = transform.apply(evenlySpaced(data.test(), m), m);
        return new FeatureSets(x, n, y, m, transform.columns(), protocol);
    }

    /** Returns up to {@code max} evenly spaced validation rows in the same units, for choosing a bandwidth. */
    static float[] validation(DataSplits data, int max, Scaling scaling) {
        int n = Math.min(max, data.validation().size());
        return Transform.of(data, scaling).apply(evenlySpaced(data.validation(), n), n);
    }

    /** Returns n rows that are evenly spaced in the set: the same for every model, and fair to every part of a sorted file. */
    private static float[] evenlySpaced(Dataset set, int n) {
        int[] rows = new int[n];
        for (int i = 0; i < n; i++) {
            rows[i] = (int) ((long) i * set.size() / n);
        }
        float[] out = new float[n * set.features()];
        set.copyRows(rows, 0, n, out);
        return out;
    }

    private static void checkValues(float[] samples, DataSplits data) {
        int d = data.features();
        int bad = 0;
        int first = -1;
        for (int i = 0; i < samples.length; i++) {
            float v = samples[i];
            boolean fits = switch (data.kind()) {
                case REAL -> Float.isFinite(v);
                case BINARY -> v == 0f || v == 1f;
                case CATEGORICAL -> data.schema().column(i % d).holds(v);
            };
            if (!fits) {
                bad++;
                first = first < 0 ? i : first;
            }
        }
        if (bad > 0) {
            throw new NotComparableException(new Outcome.Failed(
                    "measure",
                    String.format(
                            Locale.ROOT,
                            "%d of %d sampled values are not %s; the first is %s in sample %d, %s",
                            bad,
                            samples.length,
                            switch (data.kind()) {
                                case REAL -> "finite";
                                case BINARY -> "0 or 1";
                                case CATEGORICAL -> "a level of their column";
                            },
                            samples[first],
                            first / d + 1,
                            data.schema().label(first % d))));
        }
    }

    private static void checkSize(float[] x, int columns) {
        for (int i = 0; i < x.length; i++) {
            if (!(Math.abs(x[i]) < LARGEST)) {
                throw new NotComparableException(new Outcome.Failed(
                        "measure",
                        String.format(
                                Locale.ROOT,
                                "sample %d is too far away to compare: column %d is %s in the units of the comparison",
                                i / columns + 1,
                                i % columns + 1,
                                x[i])));
            }
        }
    }

    /** {@code (x - shift) / scale} by column, or one 0/1 column for each level of each column. */
    private static final class Transform {
        private final int features;
        private final Levels levels;
        private final float[] shift;
        private final float[] scale;
        private final String label;

        /** @param levels of CATEGORICAL data, else null */
        private Transform(int features, Levels levels, float[] shift, float[] scale, String label) {
            this.features = features;
            this.levels = levels;
            this.shift = shift;
            this.scale = scale;
            this.label = label;
        }

        String label() {
            return label;
        }

        static Transform of(DataSplits data, Scaling scaling) {
            int d = data.features();
            if (data.kind() == DataKind.CATEGORICAL) {
                Levels levels = Levels.of(data.train());
                if (levels.total() > MAX_INDICATORS) {
                    throw new NotComparableException(new Outcome.NotDefined(String.format(
                            Locale.ROOT,
                            "the levels of %d columns would make %d columns of 0 and 1; at most %d are compared",
                            d,
                            levels.total(),
                            MAX_INDICATORS)));
                }
                return new Transform(d, levels, null, null, "indicators");
            }
            if (scaling.resolve(data) == Scaling.RAW) {
                return new Transform(d, null, null, null, "raw");
            }
            ColumnMoments moments = ColumnMoments.of(data.train());
            float[] shift = new float[d];
            float[] scale = new float[d];
            for (int j = 0; j < d; j++) {
                shift[j] = (float) moments.mean(j);
                scale[j] = (float) moments.scale(j);
            }
            return new Transform(d, null, shift, scale, "standardised");
        }

        int columns() {
            return levels == null ? features : levels.total();
        }

        float[] apply(float[] x, int rows) {
            if (levels != null) {
                float[] out = new float[rows * levels.total()];
                for (int i = 0; i < x.length; i++) {
                    out[i / features * levels.total() + levels.from(i % features) + (int) x[i]] = 1f;
                }
                return out;
            }
            if (shift != null) {
                for (int i = 0; i < rows; i++) {
                    for (int j = 0; j < features; j++) {
                        x[i * features + j] = (x[i * features + j] - shift[j]) / scale[j];
                    }
                }
            }
            return x;
        }
    }
}
