/** Data sets in memory and readers of files. Read {@link verisim.core.data.Dataset} first. */
package verisim.core.data;
