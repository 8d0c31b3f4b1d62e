/**
 * Data sets in memory and readers of files. Read {@link verisim.core.data.Dataset} first: rows of one kind, whose columns a {@link
 * verisim.core.data.Schema} names and explains. A {@link verisim.core.data.DataFile} is what a file holds, in the precision of the file; {@link
 * verisim.core.data.Coding} turns it into a data set in the terms of the training rows.
 */
package verisim.core.data;
