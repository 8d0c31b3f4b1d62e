/**
 * The page of a report. Read {@link verisim.reports.html.Report} first.
 *
 * <p>Decisions. The page is made by jte templates compiled with the program, which escape by context. Charts stand in the page as SVG whose
 * colours are style variables, so that light and dark need one drawing; rasters are embedded in that SVG. Nothing is fetched,
 * and the page says the same for the same run folders: no clock is read.
 */
package verisim.reports.html;
