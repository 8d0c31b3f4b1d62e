package verisim.reports.chart;

import static verisim.core.Checks.require;

/** The region of the plane that a panel shows. */
public record Box(double xmin, double xmax, double ymin, double ymax) {
    public Box {
        require(
                xmin < xmax && ymin < ymax,
                "a box must have positive width and height, but x is %s to %s and y %s to %s",
                xmin,
                xmax,
                ymin,
                ymax);
    }

    double width() {
        return xmax - xmin;
    }

    double height() {
        return ymax - ymin;
    }

    boolean contains(double x, double y) {
        return x >= xmin && x <= xmax && y >= ymin && y <= ymax;
    }
}
