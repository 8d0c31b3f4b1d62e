/**
 * The catalogue of public data sets and where their files are kept. Read {@link verisim.core.source.catalogue.DataStore} first.
 *
 * <p>Entries are data: {@code datasets.tsv} and {@code files.tsv} among the resources of this package. A file is accepted by
 * the SHA-256 of its uncompressed content, so it may lie in the data folder plain or gzipped.
 */
package verisim.core.source.catalogue;
