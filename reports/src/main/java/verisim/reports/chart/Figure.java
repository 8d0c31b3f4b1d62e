package verisim.reports.chart;

import java.awt.Graphics2D;

/** A picture of fixed size that can be painted on any surface. */
public interface Figure {
    /** Returns a name to make a file name of. */
    String name();

    /** Returns one sentence for readers who cannot see it. */
    String description();

    /** Returns the width in pixels at scale 1. */
    int width();

    /** Returns the height in pixels at scale 1. */
    int height();

    /** Paints at scale 1, from (0, 0), on a transparent surface. */
    void paint(Graphics2D g);
}
