package verisim.models.boltzmann;

import static verisim.core.Checks.require;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import verisim.core.data.Dataset;
import verisim.core.model.Checkpoint;
import verisim.core.model.TrainingContext;
import verisim.core.model.TrainingFailedException;
import verisim.core.model.TrainingListener.Progress;
import verisim.core.random.RandomStream;
import verisim.models.nn.EarlyStopping;
import verisim.models.nn.Minibatches;
import verisim.models.nn.ProgressLog;

/**
 * One training run of an RBM or another Boltzmann machine, which can go on after its process ended.
 *
 * <p>An epoch's order comes from the stream {@code order/epoch}, a step's numbers from {@code gibbs/step}, those of the figures from
 * {@code scores}; parameters, velocities, offsets, chains, fast weights and activities stand in the checkpoint, always that of a whole
 * epoch. So a run that goes on ends with the same bits as one that was never stopped. If a stop is requested within an epoch, the
 * parameters reached are scored and may be the best ones of the result, and the resumed run repeats the epoch.
 */
final class RbmTraining {
    private static final Logger LOG = LoggerFactory.getLogger(RbmTraining.class);
    private static final String RUN = "run";
    private static final String UPDATES = "updates/";

    private final String name;
    private final RbmOptions options;
    private final TrainingContext context;
    private final Learner updates;
    private final Monitors monitors;
    private final EarlyStopping stopping;
    private final Minibatches batches;
    private final ProgressLog log = new ProgressLog();
    private final int rows;
    private final int stepsInEpoch;
    private final String run;
    private int epoch;
    private long steps;
    private double lastFinite = Double.NaN;
    private boolean finished;
    private Checkpoint latest;
    private boolean latestWritten;

    /**
     * Trains an RBM and returns the parameters of the best epoch. Weights are small normal numbers at first. Biases are such that visible
     * units have the fields {@code baseLogits} and hidden units are on with probability 1/2 where the units of the other side stand at
     * their offsets.
     *
     * @param name of the model, for messages
     * @param train rows as {@link VisibleUnits#read} takes them
     */
    static RbmParameters fit(
            String name,
            VisibleUnits units,
            int hidden,
            float[] baseLogits,
            RbmOptions options,
            Dataset train,
            Dataset validation,
            TrainingContext context) {
        return fit(name, units, hidden, baseLogits, options, train, validation, List.of(), train, context);
    }

    /**
     * Does the same for an RBM above others, on states that they draw anew in every step. It begins as the mirror image of the layer
     * below it where it is wide enough, see {@link RbmParameters#mirror}, and stays that if no epoch is better.
     *
     * @param train such states of {@code data}, drawn once, for the figures; likewise {@code validation}
     * @param below the layers from the data upwards
     * @param data rows that states are drawn of
     */
    static RbmParameters fit(
            String name,
            VisibleUnits units,
            int hidden,
            float[] baseLogits,
            RbmOptions options,
            Dataset train,
            Dataset validation,
            List<RbmParameters> below,
            Dataset data,
            TrainingContext context) {
        RbmParameters model = RbmParameters.initial(
                baseLogits,
                hidden,
                units,
                options.weightScale(),
                context.random().child("weights"));
        RbmOptions.Centring centring = options.centring();
        Offsets offsets = new Offsets(centring.offsets(), centring.rate(), RbmUpdates.means(model, baseLogits), hidden);
        model.uncentre(model.values(), offsets.visible(), offsets.hidden());
        boolean mirrored = !below.isEmpty() && model.mirror(below.get(below.size() - 1));
        int batchSize = Math.min(options.batchSize(), train.size());
        RbmUpdates updates = new RbmUpdates(model, baseLogits, options, batchSize);
        if (mirrored) {
            updates.settle(context.random().child("settling"));
        }
        RbmTraining training = new RbmTraining(
                name,
                below.isEmpty() ? updates : new StatesAbove(below, updates, batchSize),
                new RbmMonitors(options.annealing(), model, baseLogits, train, validation).of(model),
                options,
                model.hidden() + " hidden, visible " + units + above(below),
                data,
                validation,
                context);
        float[] best = mirrored ? training.runFromTrained() : training.run();
        return new RbmParameters(model.visible(), model.hidden(), best, units);
    }

    private static String above(List<RbmParameters> below) {
        return below.isEmpty()
                ? ""
                : below.stream()
                        .map(p -> Integer.toHexString(Arrays.hashCode(p.values())))
                        .collect(Collectors.joining(" ", ", above layers ", ""));
    }

    /**
     * @param name of the model, for messages
     * @param updates with the initial parameters
     * @param options of which the negative phase and the centring are left to {@code updates}
     * @param settings what else decides the numbers of the run
     */
    RbmTraining(
            String name,
            Learner updates,
            Monitors monitors,
            RbmOptions options,
            String settings,
            Dataset train,
            Dataset validation,
            TrainingContext context) {
        this.name = name;
        this.updates = updates;
        this.monitors = monitors;
        this.options = options;
        this.context = context;
        int batchSize = Math.min(options.batchSize(), train.size());
        int scores = (options.patience() + monitors.scoreEvery() - 1) / monitors.scoreEvery();
        stopping = new EarlyStopping(scores);
        batches = new Minibatches(train, batchSize);
        rows = train.size();
        stepsInEpoch = (rows + batchSize - 1) / batchSize;
        run = context.checkpoints().enabled()
                ? String.join(
                        "; ",
                        name,
                        options.trainingText(),
                        "stream " + context.random().path(),
                        "train " + train.contentHash(),
                        "validation " + validation.contentHash(),
                        settings + ", initially " + Integer.toHexString(Arrays.hashCode(updates.parameters())))
                : "";
    }

    /** Trains to the end and returns the parameters of the best epoch. */
    float[] run() {
        resume();
        return train();
    }

    /** Trains to the end and returns the parameters of the best epoch, or those of the start if no epoch is better. */
    float[] runFromTrained() {
        resume();
        if (epoch == 0) {
            double score =
                    monitors.figures(true, context.random().child("scores")).get(monitors.scoreName());
            LOG.info("{}: {} {} at the start", name, monitors.scoreName(), score);
            stopping.record(0, score, updates.parameters());
        }
        return train();
    }

    private float[] train() {
        boolean stopped = false;
        while (!finished && !stopped) {
            if (stopping.hasBest() && context.stopRequested().getAsBoolean()) {
                break;
            }
            stopped = epoch();
            if (latest != null && !latestWritten && context.checkpoints().due()) {
                writeLatest();
            }
        }
        if (latest != null && !latestWritten) {
            writeLatest();
        }
        LOG.info(
                "{}: kept epoch {} of {} by {} {}",
                name,
                stopping.bestEpoch(),
                epoch,
                monitors.scoreName(),
                stopping.bestScore());
        return stopping.best();
    }

    /** Returns the best epoch, from 1, once there is one; 0 for the start. */
    int bestEpoch() {
        return stopping.bestEpoch();
    }

    /** Returns whether a stop was requested. */
    private boolean epoch() {
        epoch++;
        batches.shuffle(context.random().child("order").child(epoch));
        RandomStream gibbs = context.random().child("gibbs");
        double momentum = options.steps().momentumAt(epoch);
        int seen = 0;
        boolean stopped = false;
        while (seen < rows && !stopped) {
            int count = batches.next();
            double rate = options.steps().rateAt((double) steps / stepsInEpoch, options.epochs());
            updates.step(batches.rows(), count, rate, momentum, gibbs.child(steps));
            steps++;
            seen += count;
            if (!updates.finite()) {
                throw brokenDown();
            }
            stopped = context.stopRequested().getAsBoolean();
        }
        boolean scored =
                epoch % monitors.scoreEvery() == 0 || epoch == options.epochs() || (stopped && !stopping.hasBest());
        Map<String, Double> figures =
                new LinkedHashMap<>(monitors.figures(scored, context.random().child("scores")));
        figures.putAll(updates.figures());
        double score = figures.get(monitors.scoreName());
        boolean more = true;
        if (scored) {
            if (!Double.isFinite(score)) {
                throw brokenDown();
            }
            lastFinite = score;
            more = stopping.record(epoch, score, updates.parameters());
        }
        finished = !more || epoch == options.epochs();
        Progress progress = new Progress(epoch, options.epochs(), steps, figures);
        if (seen == rows && context.checkpoints().enabled()) {
            log.add(progress);
            latest = save();
            latestWritten = false;
        }
        context.listener().onProgress(progress);
        return stopped;
    }

    private TrainingFailedException brokenDown() {
        return new TrainingFailedException(String.format(
                Locale.ROOT,
                "%s: parameters were no longer finite in epoch %d, step %d (last finite %s %s); lower learningRate",
                name,
                epoch,
                steps,
                monitors.scoreName(),
                lastFinite));
    }

    private Checkpoint save() {
        Map<String, float[]> floats = new LinkedHashMap<>();
        floats.put("parameters", updates.parameters().clone());
        floats.put("best", stopping.savedBest());
        updates.state().forEach((part, array) -> floats.put(UPDATES + part, array));
        Map<String, double[]> doubles = new LinkedHashMap<>();
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

    private void resume() {
        Optional<Checkpoint> saved = context.checkpoints().read();
        if (saved.isEmpty()) {
            return;
        }
        Checkpoint checkpoint = saved.get();
        try {
            String of = checkpoint.text(RUN);
            require(of.equals(run), "the checkpoint is of another training run (%s), not of this one (%s)", of, run);
        } catch (IllegalArgumentException e) {
            LOG.warn("{}: training starts anew: {}", name, e.getMessage());
            return;
        }
        updates.setParameters(checkpoint.floats("parameters"));
        Map<String, float[]> state = new LinkedHashMap<>();
        checkpoint.floats().forEach((part, array) -> {
            if (part.startsWith(UPDATES)) {
                state.put(part.substring(UPDATES.length()), array);
            }
        });
        updates.restore(state);
        stopping.restore(checkpoint.doubles("stopping"), checkpoint.floats("best"));
        epoch = (int) checkpoint.number("epoch");
        steps = (long) checkpoint.number("steps");
        lastFinite = checkpoint.number("last-finite");
        finished = checkpoint.number("finished") == 1;
        log.restore(checkpoint, options.epochs());
        LOG.info("{}: training goes on after epoch {}, step {}", name, epoch, steps);
        context.listener().onResumed(log.entries());
    }

    private void writeLatest() {
        context.checkpoints().write(latest);
        latestWritten = true;
    }
}
