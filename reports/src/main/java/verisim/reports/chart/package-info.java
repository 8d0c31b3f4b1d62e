/**
 * Pictures of a run, each painted once and written as SVG and PNG. Read {@link verisim.reports.chart.Figure} first. {@link
 * verisim.reports.chart.Style} is the one layer between us and XChart.
 *
 * <p>Decisions. Colours are those of Okabe and Ito (2008), which remain distinct in the common forms of colour blindness; density maps use viridis,
 * whose lightness rises evenly. Maps and clouds of points are drawn as one raster inside vector axes: XChart's own heat map leaves
 * seams between cells, and two thousand vector circles a panel would make the page too heavy.
 */
package verisim.reports.chart;
