package verisim.models.nn;

import static verisim.core.Checks.require;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import verisim.core.model.Checkpoint;
import verisim.core.model.TrainingListener.Progress;

/** All that changes in a training run between epochs, and its way into a checkpoint and back. */
final class TrainingState {
    private static final String OPTIMIZER = "optimizer/";
    private static final String RUN = "run";
    private static final String LOG_NAMES = "log-names";

    final float[] parameters;
    final Optimizer optimizer;
    final Schedule.Course course;
    final EarlyStopping stopping;
    final List<Progress> log = new ArrayList<>();
    int epoch;
    long steps;
    double lastFinite = Double.NaN;
    boolean finished;

    TrainingState(float[] initial, TrainingOptions options) {
        this.parameters = initial.clone();
        this.optimizer = options.optimizer().of(initial.length, options.momentum());
        this.course = options.schedule().start();
        this.stopping = new EarlyStopping(options.patience());
    }

    /**
     * Returns a copy of the state as it is now.
     *
     * @param run what the training run is, for {@link #restore}
     */
    Checkpoint save(String run) {
        Map<String, float[]> floats = new LinkedHashMap<>();
        floats.put("parameters", parameters.clone());
        floats.put("best", stopping.savedBest());
        optimizer.state().forEach((name, values) -> floats.put(OPTIMIZER + name, values.clone()));
        Map<String, double[]> doubles = new LinkedHashMap<>();
        doubles.put("schedule", course.state());
        doubles.put("stopping", stopping.state());
        doubles.put("epoch", new double[] {epoch});
        doubles.put("steps", new double[] {steps});
        doubles.put("last-finite", new double[] {lastFinite});
        doubles.put("finished", new double[] {finished ? 1 : 0});
        doubles.put("log", logValues());
        return new Checkpoint(floats, doubles, Map.of(RUN, run, LOG_NAMES, String.join("\n", logNames())));
    }

    /**
     * Takes over a saved state.
     *
     * @throws IllegalArgumentException if it is the state of another run
     */
    void restore(Checkpoint checkpoint, String run, int epochs) {
        String saved = checkpoint.text(RUN);
        require(saved.equals(run), "the checkpoint is of another training run (%s), not of this one (%s)", saved, run);
        float[] savedParameters = checkpoint.floats("parameters");
        require(
                savedParameters.length == parameters.length,
                "the checkpoint has %d parameters, the model %d",
                savedParameters.length,
                parameters.length);
        Map<String, float[]> optimizerState = new LinkedHashMap<>();
        checkpoint.floats().forEach((name, values) -> {
            if (name.startsWith(OPTIMIZER)) {
                optimizerState.put(name.substring(OPTIMIZER.length()), values);
            }
        });
        optimizer.restore(optimizerState);
        System.arraycopy(savedParameters, 0, parameters, 0, parameters.length);
        course.restore(checkpoint.doubles("schedule"));
        stopping.restore(checkpoint.doubles("stopping"), checkpoint.floats("best"));
        epoch = (int) checkpoint.number("epoch");
        steps = (long) checkpoint.number("steps");
        lastFinite = checkpoint.number("last-finite");
        finished = checkpoint.number("finished") == 1;
        String names = checkpoint.text(LOG_NAMES);
        restoreLog(names.isEmpty() ? List.of() : List.of(names.split("\n", -1)), checkpoint.doubles("log"), epochs);
    }

    private List<String> logNames() {
        return log.isEmpty() ? List.of() : List.copyOf(log.get(0).values().keySet());
    }

    /** The log row by row: epoch, step, figures. */
    private double[] logValues() {
        int width = 2 + logNames().size();
        double[] out = new double[log.size() * width];
        int next = 0;
        for (Progress row : log) {
            out[next++] = row.epoch();
            out[next++] = row.step();
            for (double value : row.values().values()) {
                out[next++] = value;
            }
        }
        return out;
    }

    private void restoreLog(List<String> names, double[] values, int epochs) {
        int width = 2 + names.size();
        require(
                values.length % width == 0,
                "the log in the checkpoint has %d values in rows of %d",
                values.length,
                width);
        log.clear();
        for (int from = 0; from < values.length; from += width) {
            Map<String, Double> figures = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                figures.put(names.get(i), values[from + 2 + i]);
            }
            log.add(new Progress((int) values[from], epochs, (long) values[from + 1], figures));
        }
    }
}
