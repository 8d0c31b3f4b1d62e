package verisim.core.data;

import static verisim.core.Checks.require;

import java.util.List;

/** Brings a data set that is read already into the terms of another schema: columns by name, levels by text, values by origin. */
public final class Recoding {
    private Recoding() {}

    /**
     * Returns the same rows in {@code terms}.
     *
     * @param owner of the terms, for messages: {@code the model in runs/a}
     * @throws IllegalArgumentException if kind, columns or levels do not fit; the message names what does not
     */
    public static Dataset into(Schema terms, Dataset set, String owner) {
        Schema own = set.schema();
        require(
                own.kind() == terms.kind() && own.features() == terms.features(),
                "'%s' is %s with %d features, but %s is of %s data with %d features; give the data set, with the --data options, it was"
                        + " fitted to",
                set.name(),
                own.kind(),
                own.features(),
                owner,
                terms.kind(),
                terms.features());
        int[] from = places(terms, own, set.name(), owner);
        int d = terms.features();
        float[] values = new float[set.size() * d];
        for (int c = 0; c < d; c++) {
            Column mine = own.column(from[c]);
            Column target = terms.column(c);
            boolean asIs = mine.levels().equals(target.levels()) && mine.origin() == target.origin();
            for (int r = 0; r < set.size(); r++) {
                float v = set.value(r, from[c]);
                values[r * d + c] = asIs ? v : recode(set, r, mine, target, terms.label(c), v, owner);
            }
        }
        Schema whole = terms;
        if (set.labels().isPresent()) {
            require(
                    terms.labels().isEmpty()
                            || own.labels().orElseThrow().equals(terms.labels().get())
                            || terms.labels()
                                    .get()
                                    .classes()
                                    .containsAll(own.labels().get().classes()),
                    "'%s' has the classes %s, but %s knows %s",
                    set.name(),
                    own.labels().map(Labels::classes).orElse(List.of()),
                    owner,
                    terms.labels().map(Labels::classes).orElse(List.of()));
            whole = terms.labels().isEmpty() ? terms.withLabels(own.labels().orElseThrow()) : terms;
        }
        Dataset out = Dataset.of(set.name(), set.split(), terms.kind(), values, d)
                .withSchema(new Schema(whole.columns(), java.util.Optional.empty()));
        if (set.labels().isPresent()) {
            out = out.withLabels(
                    labels(set, own.labels().orElseThrow(), whole.labels().orElseThrow()),
                    whole.labels().get());
        }
        out = set.imageShape().isPresent() ? out.withImageShape(set.imageShape().get()) : out;
        return set.source().isPresent() ? out.withSource(set.source().get()) : out;
    }

    private static int[] places(Schema terms, Schema own, String name, String owner) {
        int[] from = new int[terms.features()];
        for (int c = 0; c < from.length; c++) {
            from[c] = c;
            if (terms.isNamed() && own.isNamed()) {
                String wanted = terms.column(c).name();
                from[c] = own.indexOf(wanted)
                        .orElseThrow(() -> new IllegalArgumentException("'" + name + "' has no column '" + wanted
                                + "', which " + owner + " has; its columns are " + String.join(", ", own.names())));
            }
        }
        return from;
    }

    private static float recode(Dataset set, int row, Column mine, Column target, String label, float v, String owner) {
        if (target.kind() == DataKind.REAL) {
            return target.stored(mine.value(v));
        }
        int code = target.levels().indexOf(mine.text(v));
        require(
                code >= 0,
                "'%s', %s: %s holds '%s', a level that %s does not know",
                set.name(),
                set.rowLabel(row),
                label,
                mine.text(v),
                owner);
        return code;
    }

    private static int[] labels(Dataset set, Labels own, Labels terms) {
        int[] codes = set.labels().orElseThrow();
        for (int i = 0; i < codes.length; i++) {
            codes[i] = codes[i] == Labels.MISSING
                    ? codes[i]
                    : terms.classes().indexOf(own.classes().get(codes[i]));
        }
        return codes;
    }
}
