package verisim.reports.chart;

/**
 * The colour scale viridis of Smith, van der Walt and Firing (2015, CC0), interpolated between nine of its colours: lightness
 * rises evenly from dark violet to yellow.
 */
final class Viridis {
    private static final int[] ANCHORS = {
        0x440154, 0x472d7b, 0x3b528b, 0x2c728e, 0x21918c, 0x28ae80, 0x5ec962, 0xaddc30, 0xfde725
    };

    private Viridis() {}

    /** Returns the opaque colour at {@code part} of the scale; below 0 and above 1 the end colours. */
    static int rgb(double part) {
        double position = Math.max(0, Math.min(1, part)) * (ANCHORS.length - 1);
        int i = Math.min((int) position, ANCHORS.length - 2);
        double f = position - i;
        int rgb = 0xff;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int a = (ANCHORS[i] >> shift) & 0xff;
            int b = (ANCHORS[i + 1] >> shift) & 0xff;
            rgb = (rgb << 8) | (int) Math.round(a + f * (b - a));
        }
        return rgb;
    }
}
