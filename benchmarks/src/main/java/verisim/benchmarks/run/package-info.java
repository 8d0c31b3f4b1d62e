/** Runs cells in worker JVMs. Read {@link verisim.benchmarks.run.LocalRunner} first, then {@code WorkerMain}, the other end. */
package verisim.benchmarks.run;
