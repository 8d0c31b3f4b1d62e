package verisim.core.source.synthetic;

import java.util.ArrayList;
import java.util.List;
import verisim.core.random.RandomStream;

/**
 * Draws digits with a pen of random width. A digit is a few strokes, each a polyline in a box of width 1 (x from -0.5 to 0.5)
 * and height 2 (y from -1, the top, to 1); arcs are polylines of short pieces. The shape of each digit varies in itself (how
 * wide, where the bows meet, bar or no bar), then the whole is scaled, slanted, turned and moved at random.
 *
 * <p>A pixel's grey value is the covered share, approximated from the distance d of its centre to the nearest stroke: 1 inside
 * the pen's width, falling linearly to 0 over one pixel.
 */
final class Glyphs {
    private static final int ARC_PIECES = 14;

    private final RandomStream random;
    private final List<double[]> strokes = new ArrayList<>(); // x0, y0, x1, y1, ...

    private Glyphs(RandomStream random) {
        this.random = random;
    }

    /**
     * Draws one digit.
     *
     * @param size pixels along each edge
     * @param out receives size * size values from 0 to 1, row by row, from {@code from}
     */
    static void draw(int digit, int size, RandomStream random, float[] out, int from) {
        Glyphs glyph = new Glyphs(random);
        glyph.shape(digit);
        glyph.place(size);
        double halfPen = size * 0.5 * glyph.between(0.085, 0.145);
        glyph.rasterise(size, halfPen, out, from);
    }

    private void shape(int digit) {
        switch (digit) {
            case 0 -> arc(0, 0, between(0.36, 0.52), 1, 0, 360);
            case 1 -> one();
            case 2 -> two();
            case 3 -> three();
            case 4 -> four();
            case 5 -> five();
            case 6 -> six(1);
            case 7 -> seven();
            case 8 -> eight();
            case 9 -> six(-1);
            default -> throw new IllegalArgumentException("digit must be from 0 to 9, but was " + digit);
        }
    }

    private void one() {
        double x = wobble(0.05, 0.04);
        line(x, -1, x, 1);
        if (random.nextDouble() < 0.7) {
            line(x, -1, x - between(0.2, 0.35), -1 + between(0.3, 0.5));
        }
        if (random.nextDouble() < 0.35) {
            double foot = between(0.2, 0.32);
            line(x - foot, 1, x + foot, 1);
        }
    }

    private void two() {
        double radius = between(0.4, 0.48);
        double height = between(0.46, 0.56);
        double centre = -1 + height;
        double end = between(20, 50);
        arc(0, centre, radius, height, between(-180, -160), end);
        double[] last = tip();
        double left = -between(0.42, 0.5);
        bend(last[0], last[1], left * 0.55, between(0.45, 0.6), left, 1);
        line(left, 1, between(0.42, 0.52), 1 + wobble(0, 0.04));
    }

    private void three() {
        double upper = between(0.44, 0.49);
        double lower = 1 - upper;
        double meet = -1 + 2 * upper;
        double left = between(-0.12, 0.02);
        arc(left, -1 + upper, between(0.38, 0.48), upper, between(-160, -130), 90);
        arc(left, meet + lower, between(0.44, 0.54), lower, -90, between(130, 160));
    }

    private void four() {
        double x = between(0.14, 0.28);
        double bar = between(0.25, 0.45);
        double left = -between(0.44, 0.54);
        if (random.nextDouble() < 0.6) { // closed: the slope begins at the top of the stem
            line(x, -1, left, bar);
            line(x, -1, x, 1);
        } else {
            line(between(-0.3, -0.12), -1, left, bar);
            line(x, between(-0.75, -0.45), x, 1);
        }
        line(left, bar, between(0.42, 0.54), bar + wobble(0, 0.05));
    }

    private void five() {
        double top = between(0.3, 0.44);
        double left = -between(0.3, 0.4);
        double neck = between(-0.25, -0.1);
        line(top, -1 + wobble(0, 0.04), left, -1);
        line(left, -1, left - between(0, 0.06), neck);
        double height = (1 - neck + 0.1) / 2;
        double centre = 1 - height;
        double radius = between(0.46, 0.56);
        double start = between(-140, -125);
        double x = left - radius * Math.cos(Math.toRadians(start));
        arc(x - 0.03, centre, radius, height, start, between(130, 155));
    }

    /** A 6; with {@code sign} -1 a 9, which is a 6 turned by half a circle, its stem straighter. */
    private void six(int sign) {
        double height = between(0.44, 0.54);
        double radius = between(0.38, 0.48);
        double centre = 1 - height;
        arc(0, sign * centre, radius, height, 0, 360);
        if (sign < 0 && random.nextDouble() < 0.6) {
            bend(radius, -centre, radius, between(0.3, 0.6), between(0.1, 0.38), 1);
        } else {
            bend(-sign * radius, sign * centre, -sign * 1.02 * radius, sign * -0.55, sign * between(0.1, 0.35), -sign);
        }
    }

    private void seven() {
        double left = -between(0.42, 0.52);
        double right = between(0.4, 0.5);
        double foot = between(-0.25, 0.02);
        line(left, -1 + wobble(0, 0.04), right, -1);
        bend(right, -1, between(0, 0.2), between(-0.3, 0.1), foot, 1);
        if (random.nextDouble() < 0.3) {
            double y = between(-0.1, 0.15);
            line(-0.2, y, 0.35, y);
        }
    }

    private void eight() {
        double upper = between(0.42, 0.48);
        double lower = 1 - upper;
        arc(0, -1 + upper, between(0.33, 0.42), upper, 0, 360);
        arc(0, 1 - lower, between(0.42, 0.52), lower, 0, 360);
    }

    private void line(double x0, double y0, double x1, double y1) {
        strokes.add(new double[] {x0, y0, x1, y1});
    }

    /** A quadratic Bézier curve from (x0, y0) to (x1, y1), pulled towards (cx, cy). */
    private void bend(double x0, double y0, double cx, double cy, double x1, double y1) {
        double[] points = new double[2 * ARC_PIECES + 2];
        for (int i = 0; i <= ARC_PIECES; i++) {
            double t = i / (double) ARC_PIECES;
            points[2 * i] = (1 - t) * (1 - t) * x0 + 2 * t * (1 - t) * cx + t * t * x1;
            points[2 * i + 1] = (1 - t) * (1 - t) * y0 + 2 * t * (1 - t) * cy + t * t * y1;
        }
        strokes.add(points);
    }

    /** Part of an ellipse around (x, y); angles in degrees, clockwise from the right since y points down. */
    private void arc(double x, double y, double radiusX, double radiusY, double from, double to) {
        int pieces = Math.max(4, (int) Math.ceil(ARC_PIECES * Math.abs(to - from) / 180));
        double[] points = new double[2 * pieces + 2];
        for (int i = 0; i <= pieces; i++) {
            double angle = Math.toRadians(from + (to - from) * i / pieces);
            points[2 * i] = x + radiusX * Math.cos(angle);
            points[2 * i + 1] = y + radiusY * Math.sin(angle);
        }
        strokes.add(points);
    }

    private double[] tip() {
        double[] last = strokes.get(strokes.size() - 1);
        return new double[] {last[last.length - 2], last[last.length - 1]};
    }

    private double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    private double wobble(double centre, double spread) {
        return between(centre - spread, centre + spread);
    }

    /** Maps all strokes from their box to pixels: width, slant, turn, size, place. */
    private void place(int size) {
        double wide = between(0.8, 1.2);
        double slant = between(-0.12, 0.3);
        double turn = Math.toRadians(between(-9, 9));
        double scale = size * 0.5 * between(0.6, 0.75);
        double moveX = size * (0.5 + between(-0.03, 0.03));
        double moveY = size * (0.5 + between(-0.03, 0.03));
        double cos = Math.cos(turn);
        double sin = Math.sin(turn);
        for (double[] points : strokes) {
            for (int i = 0; i < points.length; i += 2) {
                double x = wide * points[i] - slant * points[i + 1];
                double y = points[i + 1];
                points[i] = moveX + scale * (cos * x - sin * y);
                points[i + 1] = moveY + scale * (sin * x + cos * y);
            }
        }
    }

    private void rasterise(int size, double halfPen, float[] out, int from) {
        double reach = halfPen + 0.5; // pixels farther from every stroke stay 0
        double[] nearest = new double[size * size];
        java.util.Arrays.fill(nearest, reach * reach);
        for (double[] points : strokes) {
            for (int i = 0; i + 3 < points.length; i += 2) {
                int left = pixel(Math.min(points[i], points[i + 2]) - reach, size);
                int right = pixel(Math.max(points[i], points[i + 2]) + reach, size);
                int top = pixel(Math.min(points[i + 1], points[i + 3]) - reach, size);
                int bottom = pixel(Math.max(points[i + 1], points[i + 3]) + reach, size);
                for (int row = top; row <= bottom; row++) {
                    for (int column = left; column <= right; column++) {
                        int at = row * size + column;
                        nearest[at] = Math.min(nearest[at], squaredDistance(column + 0.5, row + 0.5, points, i));
                    }
                }
            }
        }
        for (int at = 0; at < nearest.length; at++) {
            out[from + at] = (float) Math.max(0, Math.min(1, reach - Math.sqrt(nearest[at])));
        }
    }

    private static int pixel(double position, int size) {
        return Math.max(0, Math.min(size - 1, (int) Math.floor(position)));
    }

    /** Squared distance of (x, y) to the piece of a stroke that begins at index i. */
    private static double squaredDistance(double x, double y, double[] points, int i) {
        double dx = points[i + 2] - points[i];
        double dy = points[i + 3] - points[i + 1];
        double length = dx * dx + dy * dy;
        double along = ((x - points[i]) * dx + (y - points[i + 1]) * dy) / length;
        along = Math.max(0, Math.min(1, along));
        double ex = points[i] + along * dx - x;
        double ey = points[i + 1] + along * dy - y;
        return ex * ex + ey * ey;
    }
}
