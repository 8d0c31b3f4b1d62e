/** The page. */
package verisim.reports.html;
