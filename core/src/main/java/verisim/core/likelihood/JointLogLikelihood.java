package verisim.core.likelihood;

import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.metric.Metric;
import verisim.core.model.JointDensity;
import verisim.core.model.RowScoring;
import verisim.core.result.Outcome;

/** The metric {@code joint-log-likelihood}: mean {@code log p(x, y)} of the test rows and their classes, nats per example. */
public final class JointLogLikelihood extends JointMetric {
    @Override
    public String name() {
        return "joint-log-likelihood";
    }

    @Override
    public String description() {
        return "mean log-probability of the test rows together with their classes";
    }

    @Override
    public String caution() {
        return "not to be compared with log-likelihood, which leaves the classes out and is at least as large";
    }

    @Override
    public String paper() {
        return "Ng and Jordan (2001), On discriminative vs. generative classifiers,"
                + " https://papers.nips.cc/paper_files/paper/2001/hash/7b7a53e239400a13bd6be6c91c4f6c4e-Abstract.html";
    }

    @Override
    public String unit() {
        return "nats/example";
    }

    /** {@inheritDoc} Not defined if it is minus infinity, as with a class that no training row has. */
    @Override
    Metric.Result result(double[] values, Map<String, String> protocol, UnseenClasses unseen) {
        boolean impossible = Arrays.stream(values).anyMatch(v -> v == Double.NEGATIVE_INFINITY);
        return impossible && !unseen.isEmpty()
                ? new Metric.Result(new Outcome.NotDefined("minus infinity: " + unseen.text()), protocol)
                : LikelihoodEvaluator.result(values, protocol);
    }

    @Override
    void score(JointDensity model, INDArray x, int[] labels, double[] out, int from) {
        double[] rows = RowScoring.score("log p(x, y)", x, given -> model.logJoint(given, labels));
        System.arraycopy(rows, 0, out, from, rows.length);
    }
}
