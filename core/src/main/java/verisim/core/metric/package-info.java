/** What a metric is and how it is found. Read {@link verisim.core.metric.Metric} first. */
package verisim.core.metric;
