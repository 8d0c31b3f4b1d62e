package verisim.core.result;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that one cell gave; the content of {@code result.json}.
 *
 * @param key hash over everything that decides the numbers (data set, model, options, seed, metrics, version)
 * @param family the model's family, for grouping in reports
 * @param failure what stopped the cell, if something did; metrics that break down alone stand in {@code measurements}
 * @param seconds wall time by phase: {@code load, fit, sample, measure}
 * @param parameters number of fitted parameters, or -1 where the model does not say
 * @param files artefacts by role ({@code training, samples, model, density}), relative to the cell's folder; {@code scores/<metric>} holds
 *     the values of the test rows behind that metric, {@code completions} with {@code completions-given} and {@code
 *     completions-observed} the completions of some test rows, or {@code completions-reason} why there are none
 */
public record CellResult(
        CellId cell,
        String key,
        String family,
        Optional<Outcome.Failed> failure,
        Provenance provenance,
        Map<String, Double> seconds,
        long parameters,
        List<Measurement> measurements,
        Map<String, String> files) {
    public CellResult {
        measurements = List.copyOf(measurements);
    }
}
