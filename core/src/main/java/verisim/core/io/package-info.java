/**
 * Files as units: written whole or not at all, removed with all in them, and known by their content. Read {@link
 * verisim.core.io.Checksums} first: every folder that is read back carries the checksums of its files.
 */
package verisim.core.io;
