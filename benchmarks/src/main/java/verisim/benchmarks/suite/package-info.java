/** Suites: YAML in, a checked plan of cells out. Read {@link verisim.benchmarks.suite.Suite} first. */
package verisim.benchmarks.suite;
