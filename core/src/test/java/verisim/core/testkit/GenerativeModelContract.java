package verisim.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.model.GenerativeModel;
import verisim.core.random.RandomStream;

/** What everything that samples must do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class GenerativeModelContract {
    private GenerativeModel subject;

    /** Returns a fitted model; asked for once. */
    protected abstract GenerativeModel model();

    /** Returns the model under test, the same one in every test of the class. */
    protected final GenerativeModel subject() {
        if (subject == null) {
            subject = model();
        }
        return subject;
    }

    /** Returns a stream of this test class. */
    protected static RandomStream stream(String name) {
        return TestSeed.root().child("contract").child(name);
    }

    @Test
    final void samplesHaveTheRightShapeTypeAndValues() {
        for (int n : new int[] {1, 7, 300}) {
            INDArray x = subject().sample(n, stream("shape").child(n));
            assertThat(x.shape()).containsExactly(n, subject().features());
            assertThat(x.dataType()).isEqualTo(DataType.FLOAT);
            for (float v : Arrays2d.toFloats(x)) {
                DataKind kind = subject().dataKind();
                boolean valid = switch (kind) {
                    case BINARY -> v == 0f || v == 1f;
                    case REAL -> Float.isFinite(v);
                    case CATEGORICAL -> v >= 0f && v == Math.rint(v);
                };
                assertThat(valid).as("a sampled value of %s data: %s", kind, v).isTrue();
            }
        }
    }

    @Test
    final void theSameStreamGivesTheSameSamples() {
        float[] first = draw("same", 50);
        float[] second = draw("same", 50);
        assertThat(second).isEqualTo(first);
    }

    @Test
    final void differentStreamsGiveDifferentSamples() {
        float[] first = draw("one", 200);
        float[] second = draw("other", 200);
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    final void samplingDoesNotChangeTheModel() {
        float[] before = draw("before", 20);
        draw("between", 37);
        assertThat(draw("before", 20)).isEqualTo(before);
    }

    /** Whoever writes into a sample must not reach the model through it. */
    @Test
    final void samplesBelongToTheCaller() {
        INDArray x = subject().sample(5, stream("own"));
        float[] before = Arrays2d.toFloats(x);
        x.assign(0.5);
        assertThat(Arrays2d.toFloats(subject().sample(5, stream("own")))).isEqualTo(before);
    }

    @Test
    final void aSampleSizeBelowOneIsExplained() {
        for (int n : new int[] {0, -3}) {
            assertThatThrownBy(() -> subject().sample(n, stream("none")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("n must be at least 1, but was " + n);
        }
    }

    @Test
    final void theGeneratorOfNd4jIsNotTouched() {
        Nd4j.getRandom().setSeed(31);
        float expected = Nd4j.getRandom().nextFloat();
        Nd4j.getRandom().setSeed(31);
        draw("nd4j", 20);
        assertThat(Nd4j.getRandom().nextFloat()).isEqualTo(expected);
    }

    private float[] draw(String name, int n) {
        return Arrays2d.toFloats(subject().sample(n, stream(name)));
    }
}
