package verisim.core.divergence;

import verisim.core.math.LogMath;
import verisim.core.result.Range;

/**
 * A divergence of truth p and model q as two expectations of the log-ratio {@code r = log p(x) - log q(x)}:
 *
 * <pre>{@code D(p, q) = E_p[a(r)] + E_q[b(r)]}</pre>
 *
 * <p>Under p, r may be plus infinity (the model rules out x); under q, minus infinity.
 */
enum Divergence {
    /** {@code KL(p, q) = E_p[r]}. */
    KL_FORWARD("KL(truth, model)", true, false, Range.REAL) {
        @Override
        double underTruth(double r) {
            return r;
        }

        @Override
        double underModel(double r) {
            return 0;
        }
    },
    /** {@code KL(q, p) = E_q[-r]}. */
    KL_REVERSE("KL(model, truth)", false, true, Range.REAL) {
        @Override
        double underTruth(double r) {
            return 0;
        }

        @Override
        double underModel(double r) {
            return -r;
        }
    },
    /** {@code JS = (KL(p, m) + KL(q, m)) / 2} with {@code m = (p + q) / 2}; from 0 to log 2. */
    JENSEN_SHANNON("the Jensen-Shannon divergence", true, true, Range.of(0, Math.log(2))) {
        @Override
        double underTruth(double r) {
            return 0.5 * (LOG_TWO - LogMath.softplus(-r));
        }

        @Override
        double underModel(double r) {
            return 0.5 * (LOG_TWO - LogMath.softplus(r));
        }
    },
    /** {@code TV = sum |p - q| / 2}: half of {@code E_p[max(0, 1 - q/p)]} and half of {@code E_q[max(0, 1 - p/q)]}, which are equal. */
    TOTAL_VARIATION("the total variation distance", true, true, Range.SHARE) {
        @Override
        double underTruth(double r) {
            return 0.5 * Math.max(0, -Math.expm1(-r));
        }

        @Override
        double underModel(double r) {
            return 0.5 * Math.max(0, -Math.expm1(r));
        }

        @Override
        double slope(double r) {
            return -0.5 * Math.signum(r);
        }
    };

    private static final double LOG_TWO = Math.log(2);

    private final String words;
    private final boolean needsTruthRows;
    private final boolean needsModelRows;

    @SuppressWarnings("ImmutableEnumChecker") // a record of two numbers
    private final Range range;

    Divergence(String words, boolean needsTruthRows, boolean needsModelRows, Range range) {
        this.words = words;
        this.needsTruthRows = needsTruthRows;
        this.needsModelRows = needsModelRows;
        this.range = range;
    }

    /** Returns a(r). */
    abstract double underTruth(double r);

    /** Returns b(r). */
    abstract double underModel(double r);

    /** Returns the derivative of D in q(x) up to a constant: what one more sample at x does to a histogram's divergence. */
    double slope(double r) {
        return underModel(r);
    }

    /** Returns the values that it and its estimates can take: an estimate of KL may fall below 0. */
    Range range() {
        return range;
    }

    String words() {
        return words;
    }

    /** Returns whether a is not 0, so that rows of the truth are needed. */
    boolean needsTruthRows() {
        return needsTruthRows;
    }

    /** Returns whether b is not 0. */
    boolean needsModelRows() {
        return needsModelRows;
    }
}
