package verisim.core.source.catalogue;

import static verisim.core.Checks.require;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import verisim.core.data.Column;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Labels;
import verisim.core.data.Schema;
import verisim.core.data.Split;
import verisim.core.random.RandomStream;
import verisim.core.source.DataUnavailableException;

/**
 * The census data of UCI (adult) as categories. Of its 14 attributes {@code fnlwgt} (a sampling weight) and {@code
 * education-num} (education once more) are left out. Words are numbered in alphabetical order, {@code ?} for a missing one
 * among them; numbers become quantile bins. Words and bins are those of the official training rows.
 */
final class Census {
    /** Columns kept. */
    private static final int[] KEPT = {0, 1, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13};

    /** What adult.names calls them. */
    private static final List<String> NAMES = List.of(
            "age",
            "workclass",
            "education",
            "marital-status",
            "occupation",
            "relationship",
            "race",
            "sex",
            "capital-gain",
            "capital-loss",
            "hours-per-week",
            "native-country");

    private static final Labels INCOME = new Labels("income", List.of("<=50K", ">50K"));

    /** Columns that hold numbers: age, capital-gain, capital-loss, hours-per-week. */
    private static final List<Integer> NUMBERS = List.of(0, 10, 11, 12);

    private static final int FIELDS = 15;
    private static final int BINS = 16;
    private static final double VALIDATION = 0.1;

    private Census() {}

    static Map<Split, Dataset> load(
            Path trainFile, Path testFile, String name, RandomStream permutation, Map<String, String> protocol) {
        List<String[]> all = lines(trainFile);
        List<String[]> test = lines(testFile);
        float[] trainCodes = new float[all.size() * KEPT.length];
        float[] testCodes = new float[test.size() * KEPT.length];
        List<Column> columns = new ArrayList<>();
        for (int k = 0; k < KEPT.length; k++) {
            int column = KEPT[k];
            if (NUMBERS.contains(column)) {
                double[] edges = edges(all, column);
                bin(all, column, edges, trainCodes, k);
                bin(test, column, edges, testCodes, k);
                columns.add(Column.categorical(NAMES.get(k), ranges(edges)));
            } else {
                List<String> words =
                        all.stream().map(f -> f[column]).distinct().sorted().toList();
                number(all, column, words, trainCodes, k);
                number(test, column, words, testCodes, k);
                columns.add(Column.categorical(NAMES.get(k), words));
            }
        }
        protocol.put(
                "values",
                "words numbered alphabetically, '?' among them; numbers in at most " + BINS
                        + " quantile bins of the training file; fnlwgt and education-num left out");
        protocol.put("split", "official test part; training part random 0.9/0.1, seed of the catalogue");
        Schema schema = new Schema(columns, Optional.of(INCOME));
        Dataset train = dataset(name, Split.TRAIN, trainCodes, all, schema);
        int[] order = permutation.permutation(all.size());
        int fitted = (int) Math.round((1 - VALIDATION) * all.size());
        Map<Split, Dataset> out = new EnumMap<>(Split.class);
        out.put(Split.TRAIN, train.select(Arrays.copyOf(order, fitted)));
        out.put(
                Split.VALIDATION,
                dataset(name, Split.VALIDATION, trainCodes, all, schema)
                        .select(Arrays.copyOfRange(order, fitted, all.size())));
        out.put(Split.TEST, dataset(name, Split.TEST, testCodes, test, schema));
        return out;
    }

    private static Dataset dataset(String name, Split split, float[] codes, List<String[]> rows, Schema schema) {
        int[] labels = rows.stream()
                .mapToInt(f -> f[FIELDS - 1].startsWith(">") ? 1 : 0)
                .toArray();
        return Dataset.of(name, split, DataKind.CATEGORICAL, codes, KEPT.length)
                .withSchema(schema)
                .withLabels(labels, INCOME);
    }

    /** Returns the lines with 15 fields; the others are empty or a remark. */
    private static List<String[]> lines(Path file) {
        List<String[]> out = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(verisim.core.data.DataFile.open(file), StandardCharsets.US_ASCII))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] fields = line.strip().split("\\s*,\\s*", -1);
                if (fields.length == FIELDS) {
                    out.add(fields);
                }
            }
        } catch (IOException e) {
            throw new DataUnavailableException(file + " cannot be read: " + e.getMessage(), e);
        }
        return out;
    }

    /** Returns the distinct values at the quantiles 1/16 to 15/16, but the largest of all, above which no training row lies. */
    private static double[] edges(List<String[]> rows, int column) {
        double[] sorted = rows.stream()
                .mapToDouble(f -> Double.parseDouble(f[column]))
                .sorted()
                .toArray();
        double[] edges = new double[BINS - 1];
        for (int k = 1; k < BINS; k++) {
            edges[k - 1] = sorted[(int) ((long) k * sorted.length / BINS)];
        }
        return Arrays.stream(edges)
                .distinct()
                .filter(v -> v < sorted[sorted.length - 1])
                .toArray();
    }

    /** Returns the names of the bins between edges: {@code <=25}, {@code (25, 29]} ... {@code >65}; the numbers are integers. */
    static List<String> ranges(double[] edges) {
        List<String> out = new ArrayList<>();
        for (int k = 0; k <= edges.length; k++) {
            out.add(
                    edges.length == 0
                            ? "any"
                            : k == 0
                                    ? String.format(Locale.ROOT, "<=%.0f", edges[0])
                                    : k == edges.length
                                            ? String.format(Locale.ROOT, ">%.0f", edges[k - 1])
                                            : String.format(Locale.ROOT, "(%.0f, %.0f]", edges[k - 1], edges[k]));
        }
        return out;
    }

    /** The code of v is the number of edges below v. */
    private static void bin(List<String[]> rows, int column, double[] edges, float[] codes, int k) {
        for (int i = 0; i < rows.size(); i++) {
            double v = Double.parseDouble(rows.get(i)[column]);
            int code = 0;
            while (code < edges.length && v > edges[code]) {
                code++;
            }
            codes[i * KEPT.length + k] = code;
        }
    }

    private static void number(List<String[]> rows, int column, List<String> words, float[] codes, int k) {
        for (int i = 0; i < rows.size(); i++) {
            int code = words.indexOf(rows.get(i)[column]);
            require(code >= 0, "the census test rows hold '%s', which no training row has", rows.get(i)[column]);
            codes[i * KEPT.length + k] = code;
        }
    }
}
