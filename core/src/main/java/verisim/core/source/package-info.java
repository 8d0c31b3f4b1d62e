/** Where data sets come from: the catalogue with its downloads, and synthetic sources that know their truth. Read {@link verisim.core.source.DatasetProvider} first. */
package verisim.core.source;
