package verisim.models.vae;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import verisim.core.data.DataKind;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelProvider;
import verisim.core.model.ModelState;
import verisim.core.model.Trainer;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.models.nn.TrainingOptions;

/** The variational autoencoder as a plug-in. */
public final class VaeProvider implements ModelProvider {
    @Override
    public String name() {
        return Vae.NAME;
    }

    @Override
    public String family() {
        return "vae";
    }

    @Override
    public String description() {
        return "Variational autoencoder with a diagonal Gaussian encoder and a Bernoulli or Gaussian decoder";
    }

    @Override
    public String paper() {
        return "Kingma and Welling (2014), Auto-encoding variational Bayes, https://arxiv.org/abs/1312.6114; Rezende, Mohamed"
                + " and Wierstra (2014), Stochastic backpropagation and approximate inference in deep generative models,"
                + " https://arxiv.org/abs/1401.4082";
    }

    @Override
    public Set<DataKind> accepts() {
        return Set.of(DataKind.BINARY, DataKind.REAL);
    }

    @Override
    public List<Option> options() {
        List<Option> options = new ArrayList<>(List.of(
                Option.integers(
                        "hidden",
                        List.of(200, 200),
                        1,
                        "widths of the encoder's hidden layers, the decoder has them in reverse; an empty list makes both"
                                + " linear, as in probabilistic PCA"),
                Option.integer(
                        "latents",
                        0,
                        0,
                        "number of latent values Z; 0 takes the number of features, but at most 20: latents the data has no use"
                                + " for stay at the prior and cost nothing in the bound"),
                Option.choice("activation", List.of("relu", "tanh"), "nonlinearity of the hidden layers")));
        options.addAll(TrainingOptions.options(TrainingOptions.DEFAULT.withEpochs(200)));
        options.addAll(List.of(
                Option.integer(
                        "klWarmup",
                        0,
                        0,
                        "epochs over which the weight of the KL term grows from 0 to 1 in training; the bound that is reported and"
                                + " compared always has weight 1"),
                Option.choice(
                        "decoderVariance",
                        List.of("feature", "shared", "output"),
                        "REAL data only: one learned variance for each feature, one for all (in standardised units), or one for"
                                + " each feature and z as outputs of the decoder"),
                new Option(
                        "minimumDeviation",
                        Option.Type.NUMBER,
                        0.01,
                        0,
                        true,
                        0.5,
                        List.of(),
                        "REAL data only: floor of the decoder's standard deviation in units of the feature's own, against"
                                + " densities that grow without limit on repeated values")));
        return List.copyOf(options);
    }

    @Override
    public Trainer<?> trainer(Options options) {
        return new VaeTrainer(options);
    }

    @Override
    public GenerativeModel load(ModelState state) {
        return Vae.of(state);
    }
}
