/** Measured values with their kinds and errors, and the files of a run. Read {@link verisim.core.result.Outcome} first. */
package verisim.core.result;
