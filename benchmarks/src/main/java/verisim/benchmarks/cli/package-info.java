/** The command line, which alone joins everything and prints. Read {@link verisim.benchmarks.cli.Main} first. */
package verisim.benchmarks.cli;
