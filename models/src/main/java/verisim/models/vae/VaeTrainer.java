package verisim.models.vae;

import static verisim.core.Checks.require;

import java.util.Locale;
import java.util.Set;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.model.Trainer;
import verisim.core.model.TrainingContext;
import verisim.core.option.Options;
import verisim.models.nn.Activation;
import verisim.models.nn.FeatureScaling;
import verisim.models.nn.GradientTraining;
import verisim.models.nn.TrainingOptions;

/** Trains a VAE on the evidence lower bound and keeps the parameters of the epoch with the best validation bound. */
final class VaeTrainer extends Trainer<Vae> {
    private static final int MOST_DEFAULT_LATENTS = 20;
    private static final int ROWS_FOR_FLOORS = 10_000;

    private final Options options;
    private final TrainingOptions training;

    VaeTrainer(Options options) {
        super(Vae.NAME, Set.of(DataKind.BINARY, DataKind.REAL));
        require(
                options.integer("klWarmup") < options.integer("epochs"),
                "klWarmup must be less than epochs, but they are %d and %d",
                options.integer("klWarmup"),
                options.integer("epochs"));
        this.options = options;
        this.training = TrainingOptions.of(options);
    }

    @Override
    protected Vae train(Dataset train, Dataset validation, TrainingContext context) {
        boolean real = train.kind() == DataKind.REAL;
        FeatureScaling scaling = real ? FeatureScaling.of(train) : FeatureScaling.none(train.features());
        Dataset rows = real ? scaling.standardize(train) : train;
        Dataset held = real ? scaling.standardize(validation) : validation;
        VaeArchitecture architecture = architecture(train);
        float[] initial = architecture.initialize(context.random().child("initial"));
        if (!real) {
            architecture.startAtDataMean(initial, train);
        }
        VaeObjective objective = new VaeObjective(
                architecture,
                Math.min(training.batchSize(), train.size()),
                held,
                scaling.logDeterminant(),
                options.integer("klWarmup"),
                context.random());
        GradientTraining.Result best = GradientTraining.run(Vae.NAME, objective, initial, rows, training, context);
        return new Vae(architecture, scaling, best.parameters())
                .withFloorsOf(train.spread(ROWS_FOR_FLOORS).toArray());
    }

    private VaeArchitecture architecture(Dataset train) {
        int latents = options.integer("latents");
        return new VaeArchitecture(
                train.kind(),
                train.features(),
                options.integers("hidden"),
                latents > 0 ? latents : Math.min(MOST_DEFAULT_LATENTS, train.features()),
                Activation.Function.valueOf(options.text("activation").toUpperCase(Locale.ROOT)),
                DecoderVariance.of(options.text("decoderVariance")),
                options.number("minimumDeviation"));
    }
}
