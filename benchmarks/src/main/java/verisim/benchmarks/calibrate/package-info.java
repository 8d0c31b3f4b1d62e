/** Estimators tried where the truth is known: how far off they are, and how often their stated intervals hold it. */
package verisim.benchmarks.calibrate;
