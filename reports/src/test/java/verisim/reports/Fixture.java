package verisim.reports;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import verisim.core.data.DataKind;
import verisim.core.data.ImageShape;
import verisim.core.data.Npy;
import verisim.core.math.Arrays2d;
import verisim.core.random.RandomStream;
import verisim.core.result.CellId;
import verisim.core.result.CellResult;
import verisim.core.result.DatasetRecord;
import verisim.core.result.Direction;
import verisim.core.result.Kind;
import verisim.core.result.Measurement;
import verisim.core.result.Outcome;
import verisim.core.result.Provenance;
import verisim.core.result.ResultJson;
import verisim.core.result.RunFolder;

/**
 * A run folder with everything a report must cope with: three data sets, two replicates, every kind of outcome, a cell that failed, a
 * model without density, hostile and long names, values near 1e-9. Numbers are made up; pictures are of real samples.
 */
public final class Fixture {
    public static final String LONG = "gaussian-mixture-with-fifty-full-covariance-components";
    public static final String HOSTILE = "bars & \"stripes\" <script>alert(1)</script>";
    public static final String HOSTILE_MODEL = "<img src=x onerror=alert(2)>";
    private static final int GRID = 80;
    private static final double[] BOX = {-3, 3, -3, 3};
    private final RunFolder run;
    private final RandomStream random = RandomStream.ofSeed(7);

    private Fixture(Path root) {
        run = new RunFolder(root);
    }

    /** Writes the run into {@code root} and returns it. */
    public static RunFolder write(Path root) {
        Fixture fixture = new Fixture(root);
        RunFolder.writeWhole(
                fixture.run.suiteFile(), "# resolved\nsuite: \"quick start, of families\"\nseed: 1\nreplicates: 2\n");
        Map<String, Object> environment = new LinkedHashMap<>();
        environment.put("started", "2026-11-22T13:00:00Z");
        environment.put("versions", Map.of("verisim", "0.1.0"));
        environment.put("cpu", "2 cores of something <fast>");
        RunFolder.writeWhole(fixture.run.environmentFile(), ResultJson.write(environment));
        fixture.ring();
        fixture.images();
        fixture.bars();
        return fixture.run;
    }

    private void ring() {
        String name = "ring-8";
        float[] test = ringRows(2000, 0.1, random.child("ring"));
        npy(run.datasetFolder(name).resolve("reference.npy"), test, 2);
        npy(run.datasetFolder(name).resolve("density.npy"), ringDensity(0.1), GRID);
        dataset(
                name,
                DataKind.REAL,
                2,
                Optional.empty(),
                Optional.of(BOX),
                Map.of("reference", "reference.npy", "density", "density.npy"));
        double[] ll = {-2.91, -1.32, -1.48, 0};
        double[] width = {0.8, 0.12, 0.2, 0.14};
        List<String> models = List.of("gaussian", LONG, "vae", "gan");
        for (int m = 0; m < 4; m++) {
            for (int r = 1; r <= 2; r++) {
                CellId cell = new CellId(name, models.get(m), r);
                RandomStream stream = random.child(cell.toString());
                Map<String, String> files = new LinkedHashMap<>(Map.of("samples", "samples.npy"));
                npy(run.cellFolder(cell).resolve("samples.npy"), ringRows(1500, width[m], stream), 2);
                if (m < 3) {
                    files.put("density", "density.npy");
                    npy(run.cellFolder(cell).resolve("density.npy"), ringDensity(width[m]), GRID);
                }
                if (m > 0) {
                    files.put("training", "training.csv");
                    training(
                            cell,
                            m == 3
                                    ? List.of("discriminator-loss", "generator-loss")
                                    : List.of("train-log-likelihood", "validation-log-likelihood"),
                            stream);
                }
                Outcome likelihood = m == 3
                        ? new Outcome.NotDefined("a GAN has no density")
                        : Outcome.Measured.of(ll[m] + 0.001 * r, 0.012, 2000, m == 2 ? Kind.LOWER_BOUND : Kind.EXACT);
                cell(
                        cell,
                        m == 3 ? "gan" : m == 2 ? "vae" : "classical",
                        files,
                        List.of(
                                new Measurement(
                                        "log-likelihood",
                                        "nats/example",
                                        Direction.HIGHER,
                                        likelihood,
                                        0.25,
                                        Map.of("test", "ab12")),
                                tiny(1e-9 * (m + 1) + 2e-11 * r),
                                new Measurement(
                                        "modes",
                                        "1",
                                        Direction.HIGHER,
                                        new Outcome.Measured(8, 0, Double.NaN, Double.NaN, 1500, Kind.EXACT),
                                        0.01,
                                        Map.of())));
            }
        }
    }

    private void images() {
        String name = "glyphs";
        npy(run.datasetFolder(name).resolve("reference.npy"), glyphs(100, 0, random.child("glyphs")), 256);
        dataset(
                name,
                DataKind.BINARY,
                256,
                Optional.of(new ImageShape(16, 16)),
                Optional.empty(),
                Map.of("reference", "reference.npy"));
        List<String> models = List.of("product-bernoulli", "made", "rbm", "vae");
        double[] ll = {-84.2, -42.7, -47.3, -45.1};
        for (int m = 0; m < 4; m++) {
            for (int r = 1; r <= 2; r++) {
                CellId cell = new CellId(name, models.get(m), r);
                RandomStream stream = random.child(cell.toString());
                npy(run.cellFolder(cell).resolve("samples.npy"), glyphs(100, m == 0 ? 0.4 : 0.03 * m, stream), 256);
                training(cell, List.of("train-log-likelihood", "validation-log-likelihood"), stream);
                Kind kind = m < 2 ? Kind.EXACT : m == 2 ? Kind.ESTIMATE : Kind.LOWER_BOUND;
                Outcome mmd = m == 1 && r == 2
                        ? new Outcome.Failed("measure", "samples are constant in 3 of 256 features")
                        : Outcome.Measured.of(0.01 * (m + 1), 0.001, 100, Kind.ESTIMATE);
                cell(
                        cell,
                        m == 0 ? "classical" : m == 1 ? "autoregressive" : m == 2 ? "boltzmann" : "vae",
                        Map.of("samples", "samples.npy", "training", "training.csv"),
                        List.of(
                                new Measurement(
                                        "log-likelihood",
                                        "nats/example",
                                        Direction.HIGHER,
                                        Outcome.Measured.of(ll[m] + 0.1 * r, 0.4, 500, kind),
                                        1.5,
                                        Map.of("test", "cd34", "estimator", kind.label())),
                                new Measurement("mmd", "1", Direction.LOWER, mmd, 0.5, Map.of("kernel", "gaussian")),
                                new Measurement(
                                        "log-partition",
                                        "nats",
                                        Direction.NONE,
                                        m == 2
                                                ? Outcome.Measured.of(123.4567, 0.05, 100, Kind.ESTIMATE)
                                                : new Outcome.NotDefined("the model is normalised"),
                                        0.5,
                                        Map.of())));
            }
        }
    }

    private void bars() {
        String name = "bars-and-stripes";
        npy(run.datasetFolder(name).resolve("reference.npy"), bits(1000, 0.3, random.child("bars")), 9);
        dataset(name, DataKind.BINARY, 9, Optional.empty(), Optional.empty(), Map.of("reference", "reference.npy"));
        List<String> models = List.of("product-bernoulli", "made", "rbm");
        for (int m = 0; m < 3; m++) {
            for (int r = 1; r <= 2; r++) {
                CellId cell = new CellId(name, models.get(m), r);
                npy(
                        run.cellFolder(cell).resolve("samples.npy"),
                        bits(1000, 0.3 + 0.1 * m, random.child(cell.toString())),
                        9);
                Outcome likelihood = m == 2
                        ? new Outcome.Bracket(-4.61 - 0.01 * r, -4.42, 1000)
                        : Outcome.Measured.of(m == 0 ? -5.9 : -4.3, 0.01, 1000, Kind.EXACT);
                Outcome divergence = new Outcome.Measured(
                        m == 0 ? 1.7 : 0.1 * m,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        512,
                        m == 2 ? Kind.UPPER_BOUND : Kind.EXACT);
                cell(
                        cell,
                        m == 0 ? "classical" : m == 1 ? "autoregressive" : "boltzmann",
                        Map.of("samples", "samples.npy"),
                        List.of(
                                new Measurement(
                                        "log-likelihood", "nats/example", Direction.HIGHER, likelihood, 0.1, Map.of()),
                                new Measurement("kl-forward", "nats", Direction.LOWER, divergence, 0.1, Map.of())));
            }
        }
        failedCell(new CellId(name, HOSTILE_MODEL, 1), "bars");
        failedCell(new CellId(HOSTILE, HOSTILE_MODEL, 1), "hostile");
        DatasetRecord record = new DatasetRecord(
                HOSTILE,
                DataKind.BINARY,
                9,
                "</section><script>alert(3)</script>",
                "built in",
                "",
                Map.of("test", 1000),
                Map.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of("reference", "../../suite.yaml"));
        RunFolder.writeWhole(run.root().resolve("datasets/hostile/dataset.json"), ResultJson.write(record));
    }

    /** A name that is no folder's name stands in the result file only. */
    private void failedCell(CellId cell, String folder) {
        CellResult result = new CellResult(
                cell,
                "key",
                "plug-in",
                Optional.of(new Outcome.Failed(
                        "fit", "loss was NaN in epoch 3, step 120; last finite value -4.2, \"quoted\",\nsecond line")),
                provenance(cell),
                Map.of("load", 0.001, "fit", 1.25),
                -1,
                List.of(),
                Map.of());
        RunFolder.writeWhole(
                run.root().resolve("cells").resolve(folder).resolve("failed/1/result.json"), ResultJson.write(result));
    }

    private static Measurement tiny(double value) {
        return new Measurement(
                "fixture-distance",
                "1",
                Direction.LOWER,
                Outcome.Measured.of(value, 1e-11, 1500, Kind.ESTIMATE),
                0.02,
                Map.of());
    }

    private void cell(CellId id, String family, Map<String, String> files, List<Measurement> measurements) {
        CellResult result = new CellResult(
                id,
                "key-" + id,
                family,
                Optional.empty(),
                provenance(id),
                Map.of("load", 0.01, "fit", 12.3, "sample", 0.2, "measure", 2.5),
                1234,
                measurements,
                files);
        RunFolder.writeWhole(run.resultFile(id), ResultJson.write(result));
    }

    private static Provenance provenance(CellId id) {
        return new Provenance(
                "made",
                Map.of("hidden", List.of(500), "learningRate", 0.001),
                Map.of("train", 5000),
                Map.of("test", "ab12"),
                "1/" + id,
                2,
                Map.of("verisim", "0.1.0"));
    }

    private void dataset(
            String name,
            DataKind kind,
            int features,
            Optional<ImageShape> shape,
            Optional<double[]> box,
            Map<String, String> files) {
        DatasetRecord record = new DatasetRecord(
                name,
                kind,
                features,
                "A data set called " + name + ".",
                "none stated",
                "Someone (2020), https://example.org/paper",
                Map.of("train", 5000, "validation", 500, "test", 2000),
                Map.of("test", "ab12"),
                Map.of("binarisation", "fixed"),
                shape,
                box,
                files);
        RunFolder.writeWhole(run.datasetFolder(name).resolve("dataset.json"), ResultJson.write(record));
    }

    private void training(CellId cell, List<String> names, RandomStream stream) {
        StringBuilder out = new StringBuilder("epoch,step,seconds," + String.join(",", names) + "\n");
        for (int epoch = 1; epoch <= 60; epoch++) {
            List<String> fields =
                    new ArrayList<>(List.of(Integer.toString(epoch), Integer.toString(epoch * 50), "0.1"));
            for (int i = 0; i < names.size(); i++) {
                double value = -40 - 60 * Math.exp(-epoch / 6.0) - 0.8 * i * epoch / 60 + 0.2 * stream.nextGaussian();
                fields.add(
                        epoch == 7
                                ? "NaN"
                                : String.format(
                                        Locale.ROOT,
                                        "%.6f",
                                        names.get(0).endsWith("loss")
                                                ? 0.7 + 0.05 * stream.nextGaussian() + 0.2 * i
                                                : value));
            }
            out.append(String.join(",", fields)).append('\n');
        }
        RunFolder.writeWhole(run.cellFolder(cell).resolve("training.csv"), out.toString());
    }

    private static float[] ringRows(int n, double sd, RandomStream stream) {
        float[] x = new float[2 * n];
        for (int i = 0; i < n; i++) {
            double angle = 2 * Math.PI * stream.nextInt(8) / 8;
            x[2 * i] = (float) (2 * Math.cos(angle) + sd * stream.nextGaussian());
            x[2 * i + 1] = (float) (2 * Math.sin(angle) + sd * stream.nextGaussian());
        }
        return x;
    }

    private static float[] ringDensity(double sd) {
        float[] out = new float[GRID * GRID];
        for (int i = 0; i < out.length; i++) {
            double x = BOX[0] + (i % GRID + 0.5) * 6 / GRID;
            double y = BOX[2] + (i / GRID + 0.5) * 6 / GRID;
            double p = 0;
            for (int k = 0; k < 8; k++) {
                double dx = x - 2 * Math.cos(Math.PI * k / 4);
                double dy = y - 2 * Math.sin(Math.PI * k / 4);
                p += Math.exp(-(dx * dx + dy * dy) / (2 * sd * sd)) / (8 * 2 * Math.PI * sd * sd);
            }
            out[i] = (float) Math.log(p);
        }
        return out;
    }

    /** Rings and strokes of random place and size, with pixels flipped with probability {@code noise}. */
    private static float[] glyphs(int n, double noise, RandomStream stream) {
        float[] x = new float[256 * n];
        for (int i = 0; i < n; i++) {
            double cx = 7.5 + stream.nextGaussian() * 0.7;
            double cy = 7.5 + stream.nextGaussian() * 0.7;
            double radius = 3.5 + 1.5 * stream.nextDouble();
            boolean ring = stream.nextInt(2) == 0;
            for (int p = 0; p < 256; p++) {
                double dx = p % 16 - cx;
                double dy = p / 16 - cy;
                boolean ink = ring
                        ? Math.abs(Math.hypot(dx, dy) - radius) < 1
                        : Math.abs(dx + 0.3 * dy) < 1 && Math.abs(dy) < radius + 1;
                x[256 * i + p] = ink ^ stream.nextDouble() < noise ? 1 : 0;
            }
        }
        return x;
    }

    private static float[] bits(int n, double p, RandomStream stream) {
        float[] x = new float[9 * n];
        for (int i = 0; i < x.length; i++) {
            x[i] = i % 3 > 0 && stream.nextDouble() < 0.6 ? x[i - 1] : stream.nextDouble() < p ? 1 : 0;
        }
        return x;
    }

    private static void npy(Path file, float[] values, int columns) {
        Npy.write(file, Arrays2d.matrix(values, values.length / columns, columns));
    }
}
