package verisim.core.source.synthetic;

import static verisim.core.data.DataKind.BINARY;
import static verisim.core.data.DataKind.CATEGORICAL;
import static verisim.core.data.DataKind.REAL;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import verisim.core.data.DataKind;
import verisim.core.data.ImageShape;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.source.DatasetProvider;
import verisim.core.source.DatasetProviders;
import verisim.core.source.synthetic.SyntheticDataset.Sizes;

/** The built-in data sets by name. All need no download; all but {@code glyphs} know the distribution they are drawn from. */
public final class SyntheticDatasets implements DatasetProviders {
    private static final String PACGAN =
            "Lin, Khetan, Fanti and Oh (2018), PacGAN: the power of two samples in generative adversarial networks";
    private static final String OWN = "none: defined here";
    private static final Option SEED =
            Option.integer("parameterSeed", 1, 0, "seed of the parameters of the distribution, not of the rows");

    @Override
    public List<DatasetProvider> providers() {
        return List.of(
                gaussian(),
                plane(
                        "gaussian-mixture-2d",
                        "five Gaussians of unequal weight, size and direction",
                        OWN,
                        List.of(),
                        o -> {
                            return Shapes.mixture();
                        }),
                plane(
                        "ring-8",
                        "eight narrow Gaussians on the unit circle, equally weighted",
                        PACGAN,
                        List.of(noise(0.01)),
                        o -> Shapes.ring(o.number("noise"))),
                plane(
                        "grid-25",
                        "twenty-five narrow Gaussians at {-4, -2, 0, 2, 4}^2, equally weighted",
                        PACGAN,
                        List.of(noise(0.05)),
                        o -> Shapes.grid(o.number("noise"))),
                plane(
                        "two-moons",
                        "two interleaved half circles of radius 1 with Gaussian noise",
                        "Pedregosa et al. (2011), Scikit-learn: machine learning in Python",
                        List.of(noise(0.1)),
                        o -> Shapes.moons(o.number("noise"))),
                pinwheel(),
                plane(
                        "checkerboard",
                        "uniform on every other square of a board over [-4, 4)^2",
                        "Grathwohl et al. (2019), FFJORD",
                        List.of(new Option(
                                "squares",
                                Option.Type.INTEGER,
                                4,
                                2,
                                false,
                                64,
                                List.of(),
                                "squares along each edge of the board")),
                        o -> new CheckerboardTruth(o.integer("squares"))),
                plane(
                        "spiral",
                        "two spiral arms of two turns, radius = angle / 4, with Gaussian noise",
                        OWN,
                        List.of(noise(0.1)),
                        o -> Shapes.spiral(o.number("noise"))),
                swissRoll(),
                productBernoulli(),
                barsAndStripes(),
                new SyntheticDataset(
                        "labelled-shifter",
                        BINARY,
                        19,
                        "8 bits, 3 bits that name a shift (left, none, right), the 8 bits shifted; uniform over all 768",
                        "Hinton and Sejnowski (1986), Learning and relearning in Boltzmann machines",
                        new Sizes(5000, 1000, 2000),
                        List.of(rows()),
                        o -> Shapes.labelledShifter(),
                        o -> Optional.empty()),
                rbm(),
                hmm(),
                categoricalHmm(),
                new GlyphsDataset());
    }

    private static SyntheticDataset plane(
            String name,
            String description,
            String citation,
            List<Option> parameters,
            Function<Options, SyntheticTruth> truth) {
        return plain(name, REAL, 2, description, citation, parameters, truth);
    }

    private static SyntheticDataset plain(
            String name,
            DataKind kind,
            int features,
            String description,
            String citation,
            List<Option> parameters,
            Function<Options, SyntheticTruth> truth) {
        return new SyntheticDataset(
                name, kind, features, description, citation, Sizes.PLANE, parameters, truth, o -> Optional.empty());
    }

    private static Option noise(double sigma) {
        return new Option(
                "noise",
                Option.Type.NUMBER,
                sigma,
                0.001,
                false,
                1,
                List.of(),
                "standard deviation of the Gaussian noise in each direction");
    }

    private static Option rows() {
        return Option.choice(
                "rows",
                List.of("sampled", "listed"),
                "sampled: independent draws; listed: the list of all rows, said over and over until the split is full");
    }

    private static Option bounded(String name, int value, int low, int high, String meaning) {
        return new Option(name, Option.Type.INTEGER, value, low, false, high, List.of(), meaning);
    }

    private static SyntheticDataset gaussian() {
        return plain(
                "gaussian-data",
                REAL,
                2,
                "a normal distribution with correlated features of different variance",
                OWN,
                List.of(
                        bounded("dimension", 2, 1, 2000, "number of features D"),
                        Option.number(
                                "correlation",
                                0.7,
                                -0.999,
                                0.999,
                                "correlation of features i and j is this to |i - j|"),
                        new Option(
                                "condition",
                                Option.Type.NUMBER,
                                4.0,
                                1,
                                false,
                                1e6,
                                List.of(),
                                "largest variance of a feature; variances go from 1 to this in equal ratios")),
                o -> Shapes.gaussian(o.integer("dimension"), o.number("correlation"), o.number("condition")));
    }

    private static SyntheticDataset pinwheel() {
        return plane(
                "pinwheel",
                "Gaussian arms twisted around the origin",
                "Johnson, Duvenaud, Wiltschko, Datta and Adams (2016), Composing graphical models with neural networks",
                List.of(
                        bounded("arms", 5, 1, 100, "number of arms"),
                        Option.positive("radial", 0.5, "standard deviation along an arm"),
                        Option.positive("tangential", 0.12, "standard deviation across an arm"),
                        Option.number("twist", 0.6, -10, 10, "radians of turn for each unit of distance")),
                o -> new PinwheelTruth(
                        o.integer("arms"), o.number("radial"), o.number("tangential"), o.number("twist")));
    }

    private static SyntheticDataset swissRoll() {
        return plain(
                "swiss-roll",
                REAL,
                3,
                "a strip rolled up, with Gaussian noise; 3-D, or 2-D as seen from above",
                "Tenenbaum, de Silva and Langford (2000), A global geometric framework for nonlinear dimensionality reduction",
                List.of(
                        noise(0.1),
                        Option.choice("dimension", List.of("3", "2"), "3: the roll; 2: the spiral seen from above")),
                o -> o.text("dimension").equals("3")
                        ? new SwissRollTruth(o.number("noise"))
                        : SwissRollTruth.spiral(o.number("noise")));
    }

    private static SyntheticDataset productBernoulli() {
        return plain(
                "product-bernoulli-data",
                BINARY,
                20,
                "independent binary features",
                OWN,
                List.of(bounded("dimension", 20, 1, 10000, "number of features D"), SEED),
                o -> Shapes.productBernoulli(o.integer("dimension"), o.integer("parameterSeed")));
    }

    private static SyntheticDataset barsAndStripes() {
        return new SyntheticDataset(
                "bars-and-stripes",
                BINARY,
                9,
                "images of full columns or full rows; uniform over the list in which all-0 and all-1 stand twice",
                "MacKay (2003), Information theory, inference, and learning algorithms",
                new Sizes(1024, 512, 1024),
                List.of(bounded("side", 3, 2, 5, "pixels along each edge"), rows()),
                o -> Shapes.barsAndStripes(o.integer("side")),
                o -> Optional.of(new ImageShape(o.integer("side"), o.integer("side"))));
    }

    private static SyntheticDataset rbm() {
        return plain(
                "rbm-data",
                BINARY,
                12,
                "visible units of a small restricted Boltzmann machine; probabilities by enumeration",
                "Smolensky (1986), Information processing in dynamical systems",
                List.of(
                        bounded("dimension", 12, 1, 16, "visible units D"),
                        bounded("hidden", 6, 1, 1000, "hidden units H"),
                        Option.positive("weightScale", 1.5, "standard deviation of the weights"),
                        SEED),
                o -> Shapes.rbm(
                        o.integer("dimension"),
                        o.integer("hidden"),
                        o.number("weightScale"),
                        o.integer("parameterSeed")));
    }

    private static SyntheticDataset hmm() {
        return plain(
                "hmm-data",
                BINARY,
                16,
                "binary sequences from a hidden Markov model; a row is a sequence",
                "Rabiner (1989), A tutorial on hidden Markov models",
                sequenceOptions(List.of()),
                o -> Shapes.hmm(
                        "hmm-data",
                        o.integer("length"),
                        o.integer("states"),
                        2,
                        o.number("stay"),
                        o.integer("parameterSeed")));
    }

    private static SyntheticDataset categoricalHmm() {
        return plain(
                "hmm-categorical-data",
                CATEGORICAL,
                16,
                "sequences of symbols from a hidden Markov model; a row is a sequence",
                "Rabiner (1989), A tutorial on hidden Markov models",
                sequenceOptions(List.of(bounded("symbols", 4, 3, 1000, "number of symbols"))),
                o -> Shapes.hmm(
                        "hmm-categorical-data",
                        o.integer("length"),
                        o.integer("states"),
                        o.integer("symbols"),
                        o.number("stay"),
                        o.integer("parameterSeed")));
    }

    private static List<Option> sequenceOptions(List<Option> more) {
        List<Option> options = new java.util.ArrayList<>(List.of(
                bounded("length", 16, 1, 100000, "length of a sequence, the number of columns"),
                bounded("states", 3, 1, 1000, "hidden states"),
                Option.number("stay", 0.85, 0, 1, "probability that a state follows itself"),
                SEED));
        options.addAll(more);
        return options;
    }
}
