package verisim.models.nn;

import static verisim.core.Checks.require;

import java.util.LinkedHashMap;
import java.util.Map;
import verisim.core.model.Checkpoint;

/** All that changes in a training run between epochs, and its way into a checkpoint and back. */
final class TrainingState {
    private static final String OPTIMIZER = "optimizer/";
    private static final String RUN = "run";

    final float[] parameters;
    final Optimizer optimizer;
    final Schedule.Course course;
    final EarlyStopping stopping;
    final ProgressLog log = new ProgressLog();
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
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(RUN, run);
        log.save(doubles, texts);
        return new Checkpoint(floats, doubles, texts);
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
        log.restore(checkpoint, epochs);
    }
}
