package verisim.reports.chart;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * One colour a model, the same in every picture of a report.
 *
 * @see <a href="https://jfly.uni-koeln.de/color/">Okabe and Ito (2008), Color universal design</a>
 */
public final class Palette {
    // Without black, which is the text's, and yellow, which is hard to see on white.
    private static final int[] OKABE_ITO = {0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9};
    private final List<String> models;

    /** Gives colours to {@code models} in the order of their names. */
    public Palette(Collection<String> models) {
        this.models = List.copyOf(new TreeSet<>(models));
    }

    /** Returns the colour of {@code model} on a light ground; grey for one that is not known. */
    public Color color(String model) {
        int index = models.indexOf(model);
        return index < 0 ? Style.MUTED : light(index);
    }

    /** Returns the name of the style variable that holds the model's colour: {@code --m3}. */
    public String variable(String model) {
        int index = models.indexOf(model);
        return index < 0 ? "--muted" : "--m" + index;
    }

    /** Returns the style declarations of all colours for a light or a dark ground. */
    public String declarations(boolean dark) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < models.size(); i++) {
            out.append("--m")
                    .append(i)
                    .append(':')
                    .append(hex(dark ? mix(light(i), Color.WHITE, 0.3) : light(i)))
                    .append(';');
        }
        return out.toString();
    }

    /** Returns the colours in the order of their variables. */
    List<Color> colors() {
        List<Color> colors = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            colors.add(light(i));
        }
        return colors;
    }

    /** After the sixth model the colours come again, darker, and after the twelfth lighter; then all of it again. */
    private static Color light(int index) {
        Color base = new Color(OKABE_ITO[index % OKABE_ITO.length]);
        return switch (index / OKABE_ITO.length % 3) {
            case 0 -> base;
            case 1 -> mix(base, Color.BLACK, 0.4);
            default -> mix(base, Color.WHITE, 0.45);
        };
    }

    private static Color mix(Color a, Color b, double part) {
        return new Color(
                (int) Math.round(a.getRed() + (b.getRed() - a.getRed()) * part),
                (int) Math.round(a.getGreen() + (b.getGreen() - a.getGreen()) * part),
                (int) Math.round(a.getBlue() + (b.getBlue() - a.getBlue()) * part));
    }

    private static String hex(Color c) {
        return String.format(Locale.ROOT, "#%06x", c.getRGB() & 0xffffff);
    }
}
