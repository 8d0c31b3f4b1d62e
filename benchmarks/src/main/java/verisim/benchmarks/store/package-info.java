/** The folder of a run: what is finished, what is missing. Read {@link verisim.benchmarks.store.RunStore} first. */
package verisim.benchmarks.store;
