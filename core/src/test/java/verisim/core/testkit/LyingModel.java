package verisim.core.testkit;

import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.model.ModelState;
import verisim.core.model.PersistentModel;
import verisim.core.model.TractableDensity;
import verisim.core.random.RandomStream;

/** A sound density that breaks one promise, so that what is said of broken ones can be tested. */
public final class LyingModel implements TractableDensity, PersistentModel {
    /** What is broken. */
    public enum Lie {
        NONE,
        /** log p + 300. */
        SHIFTED,
        /** A density of total mass 2. */
        DOUBLED,
        /** Scores depend on how many rows come together. */
        BATCH_SIZE,
        CHANGES_ROWS,
        ONE_SCORE_TOO_MANY,
        ONE_SCORE_TOO_FEW,
        NOT_A_SCORE,
        NOISE_ON_SCORES,
        ONE_SAMPLE_TOO_FEW,
        DOUBLE_SAMPLES,
        NOT_A_SAMPLE,
        /** A value that the column cannot have; infinite for REAL data. */
        OUT_OF_RANGE,
        OTHER_SAMPLES_EACH_TIME;

        /** Returns whether it is the samples that lie. */
        public boolean ofSamples() {
            return switch (this) {
                case ONE_SAMPLE_TOO_FEW, DOUBLE_SAMPLES, NOT_A_SAMPLE, OUT_OF_RANGE, OTHER_SAMPLES_EACH_TIME -> true;
                default -> false;
            };
        }
    }

    private final TractableDensity sound;
    private final Lie lie;
    private final UnaryOperator<ModelState> state;
    private int calls;

    public LyingModel(TractableDensity sound, Lie lie) {
        this(sound, lie, s -> s);
    }

    /** @param state of the sound model, made into that of this one */
    public LyingModel(TractableDensity sound, Lie lie, UnaryOperator<ModelState> state) {
        this.sound = sound;
        this.lie = lie;
        this.state = state;
    }

    @Override
    public DataKind dataKind() {
        return sound.dataKind();
    }

    @Override
    public int features() {
        return sound.features();
    }

    @Override
    public ModelState state() {
        return state.apply(((PersistentModel) sound).state());
    }

    @Override
    public INDArray logProbability(INDArray x) {
        INDArray scores = sound.logProbability(x);
        int n = Math.toIntExact(scores.length());
        return switch (lie) {
            case SHIFTED -> scores.add(300);
            case DOUBLED -> scores.add(Math.log(2));
            case BATCH_SIZE -> scores.add(1.0 / n);
            case CHANGES_ROWS -> {
                x.putScalar(0, 0, x.getDouble(0, 0) + 1);
                yield scores;
            }
            case ONE_SCORE_TOO_MANY -> Nd4j.concat(0, scores, Arrays2d.vector(new double[] {-1}));
            case ONE_SCORE_TOO_FEW -> scores.get(NDArrayIndex.interval(0, Math.max(0, n - 1)));
            case NOT_A_SCORE -> scores.putScalar(n - 1, Double.NaN);
            case NOISE_ON_SCORES -> scores.add(0.01 * calls++);
            default -> scores;
        };
    }

    @Override
    public INDArray sample(int n, RandomStream random) {
        INDArray samples = sound.sample(n, lie == Lie.OTHER_SAMPLES_EACH_TIME ? random.child(calls++) : random);
        return switch (lie) {
            case ONE_SAMPLE_TOO_FEW -> samples.get(NDArrayIndex.interval(0, n - 1), NDArrayIndex.all());
            case DOUBLE_SAMPLES -> samples.castTo(DataType.DOUBLE);
            case NOT_A_SAMPLE -> samples.putScalar(n - 1, 0, Float.NaN);
            case OUT_OF_RANGE -> samples.putScalar(0, 0, dataKind() == DataKind.REAL ? Float.POSITIVE_INFINITY : 2f);
            default -> samples;
        };
    }
}
