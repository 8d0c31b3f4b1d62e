package verisim.core.likelihood;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.math.Arrays2d;
import verisim.core.metric.Metric;
import verisim.core.model.JointDensity;
import verisim.core.result.Kind;
import verisim.core.result.Outcome;
import verisim.core.result.Range;
import verisim.core.statistics.Interval;
import verisim.core.statistics.Intervals;

/** The metric {@code accuracy}: share of the test rows whose most probable class under {@code p(y given x)} is the right one. */
public final class Accuracy extends JointMetric {
    @Override
    public String name() {
        return "accuracy";
    }

    @Override
    public String description() {
        return "share of the test rows whose most probable class is the right one";
    }

    @Override
    public String caution() {
        return "says whether the classes are told apart, not whether the rows are modelled well; of equally probable classes the"
                + " first counts";
    }

    @Override
    public String paper() {
        return "Ng and Jordan (2001), On discriminative vs. generative classifiers,"
                + " https://papers.nips.cc/paper_files/paper/2001/hash/7b7a53e239400a13bd6be6c91c4f6c4e-Abstract.html";
    }

    @Override
    public String unit() {
        return "1";
    }

    @Override
    public Range range() {
        return Range.SHARE;
    }

    /** {@inheritDoc} A row of a class that no training row has counts as wrong. */
    @Override
    Metric.Result result(double[] values, Map<String, String> protocol, UnseenClasses unseen) {
        RowMean mean = RowMean.of(values);
        Interval interval = Intervals.wilson(mean.value(), mean.n());
        Metric.Result result = new Metric.Result(
                new Outcome.Measured(
                        mean.value(), mean.standardError(), interval.low(), interval.high(), mean.n(), Kind.EXACT),
                protocol);
        return unseen.isEmpty() ? result : result.withWarnings(List.of(unseen.text() + "; they count as wrong"));
    }

    @Override
    void score(JointDensity model, INDArray x, int[] labels, double[] out, int from) {
        double[] posterior = Arrays2d.toDoubles(model.logPosterior(x));
        int classes = model.classes();
        for (int r = 0; r < labels.length; r++) {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                best = posterior[r * classes + c] > posterior[r * classes + best] ? c : best;
            }
            boolean possible = !Double.isNaN(posterior[r * classes]);
            out[from + r] = possible && best == labels[r] ? 1 : 0;
        }
    }
}
