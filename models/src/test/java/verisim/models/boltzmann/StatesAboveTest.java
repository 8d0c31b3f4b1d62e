package verisim.models.boltzmann;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.math.LogMath;
import verisim.core.model.TrainingContext;
import verisim.core.option.Options;
import verisim.core.random.RandomStream;

class StatesAboveTest {
    private static final RandomStream RANDOM = RandomStream.ofSeed(91);
    private static final int VISIBLE = 5;
    private static final int STATES = 4;
    private static final int ROWS = 20;

    /** The law of the states: the mean over rows of the products of the layer's conditionals. */
    private static double[] law(RbmParameters layer, float[] rows) {
        double[] law = new double[1 << STATES];
        for (int r = 0; r < ROWS; r++) {
            for (int h = 0; h < law.length; h++) {
                double log = 0;
                for (int j = 0; j < STATES; j++) {
                    double field = layer.hiddenBias(j);
                    for (int i = 0; i < VISIBLE; i++) {
                        field += rows[r * VISIBLE + i] * layer.weight(i, j);
                    }
                    log += LogMath.logSigmoid(TinyRbm.on(h, j) ? field : -field);
                }
                law[h] += Math.exp(log) / ROWS;
            }
        }
        return law;
    }

    private static double divergence(double[] from, double[] to) {
        double sum = 0;
        for (int i = 0; i < from.length; i++) {
            sum += from[i] == 0 ? 0 : from[i] * Math.log(from[i] / to[i]);
        }
        return sum;
    }

    /** Few rows: one draw of each is far from the law of the states, draws anew in every step are not. */
    @Test
    void anRbmAboveLearnsTheLawOfTheStatesAndNotOneDraw() {
        RbmParameters layer = TinyRbm.random(VISIBLE, STATES, 0.8, "below").parameters();
        float[] rows = new float[ROWS * VISIBLE];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = RANDOM.nextDouble() < 0.4 ? 1f : 0f;
        }
        Dataset data = Dataset.of("rows", Split.TRAIN, DataKind.BINARY, rows, VISIBLE);
        float[] once = new float[ROWS * STATES];
        StatesAbove.draw(layer, rows, ROWS, once, RANDOM.child("once"));
        Dataset states = Dataset.of("states", Split.TRAIN, DataKind.BINARY, once, STATES);

        Map<String, Object> given =
                Map.of("algorithm", "exact", "batchSize", ROWS, "epochs", 4000, "patience", 4000, "learningRate", 0.2);
        RbmTrainer trainer = new RbmTrainer(6, RbmOptions.of(Options.resolve("rbm", RbmOptions.OPTIONS, given)));
        double[] law = law(layer, rows);
        assertThat(Arrays.stream(law).sum()).isBetween(1 - 1e-9, 1 + 1e-9);
        // Scored on very many states, so that the epoch kept is that of the best fit to the law.
        float[] many = TinyRbm.draw(law, 5000, STATES, RANDOM.child("many"));
        Dataset validation = Dataset.of("states", Split.VALIDATION, DataKind.BINARY, many, STATES);

        Rbm above =
                trainer.trainAbove(List.of(layer), data, states, validation, TrainingContext.of(RANDOM.child("above")));
        Rbm ofOneDraw = trainer.trainAbove(List.of(), states, states, states, TrainingContext.of(RANDOM.child("one")));
        assertThat(divergence(law, TinyRbm.probabilities(above))).isLessThan(0.01);
        assertThat(divergence(law, TinyRbm.probabilities(ofOneDraw))).isGreaterThan(0.05);
    }
}
