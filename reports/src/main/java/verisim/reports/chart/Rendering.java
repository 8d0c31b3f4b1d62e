package verisim.reports.chart;

import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/** Writes figures as SVG files, as SVG inside a page, and as PNG. */
public final class Rendering {
    private static final Pattern PROLOGUE = Pattern.compile("(?s)^.*?(?=<svg)");
    private static final Pattern ROOT = Pattern.compile("(?s)^<svg[^>]*>");
    private static final Pattern CLIP = Pattern.compile("\\bclip(\\d+)\\b");
    private static final Pattern FONT_FAMILY = Pattern.compile("font-family:&quot;[^;]*&quot;;");
    private static final Pattern LONG_NUMBER = Pattern.compile("(\\d\\.\\d{2})\\d+");

    private Rendering() {}

    /** Returns a complete SVG document on a white ground. */
    public static String svg(Figure figure) {
        String ground = "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>";
        String head =
                "<svg font-family=\"sans-serif\" font-size=\"12px\" xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\""
                        + figure.width() + "\" height=\"" + figure.height() + "\" " + viewBox(figure) + ">";
        return head + ground + body(figure, "c") + "\n";
    }

    /**
     * Returns an SVG element for a page: ids carry {@code prefix}, and the colours of text, grid and models are the page's style
     * variables, so that they follow its light or dark look.
     *
     * @param prefix unique in the page, letters, digits and hyphens
     */
    public static String inlineSvg(Figure figure, String prefix, Palette palette) {
        String body = body(figure, prefix);
        body = body.replace(rgb(Style.INK), "var(--ink)")
                .replace(rgb(Style.GRID), "var(--grid)")
                .replace(rgb(Style.MUTED), "var(--muted)");
        for (int i = 0; i < palette.colors().size(); i++) {
            body = body.replace(rgb(palette.colors().get(i)), "var(--m" + i + ")");
        }
        return "<svg class=\"figure\" role=\"img\" aria-label=\"" + attribute(figure.description()) + "\" width=\""
                + figure.width() + "\" height=\"" + figure.height() + "\" " + viewBox(figure) + ">"
                + body.replace("xlink:href", "href");
    }

    /** Returns a PNG on a white ground, {@code scale} times the figure's size. */
    public static byte[] png(Figure figure, int scale) {
        BufferedImage image =
                new BufferedImage(figure.width() * scale, figure.height() * scale, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, image.getWidth(), image.getHeight());
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        g.scale(scale, scale);
        figure.paint(g);
        g.dispose();
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns all inside the svg element, and its end tag. */
    private static String body(Figure figure, String prefix) {
        VectorGraphics2D g = new VectorGraphics2D();
        figure.paint(g);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Processors.get("svg")
                    .getDocument(g.getCommands(), new PageSize(0, 0, figure.width(), figure.height()))
                    .writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String document = PROLOGUE.matcher(out.toString(StandardCharsets.UTF_8)).replaceFirst("");
        String body = ROOT.matcher(document).replaceFirst("").strip();
        body = numberedClips(body, prefix);
        // The name is that of this machine's font.
        body = FONT_FAMILY.matcher(body).replaceAll("");
        // Base64 text has no decimal points, so shortening numbers cannot touch it.
        body = LONG_NUMBER.matcher(body).replaceAll("$1");
        return body.replace("<image ", "<image style=\"image-rendering:pixelated\" ");
    }

    /** Clip ids come from hash codes, which differ from run to run; they become prefix-1, prefix-2 in order of appearance. */
    private static String numberedClips(String body, String prefix) {
        Map<String, Integer> seen = new HashMap<>();
        return CLIP.matcher(body).replaceAll(m -> {
            seen.putIfAbsent(m.group(1), seen.size() + 1);
            return prefix + "-" + seen.get(m.group(1));
        });
    }

    private static String viewBox(Figure figure) {
        return "viewBox=\"0 0 " + figure.width() + " " + figure.height() + "\"";
    }

    private static String rgb(Color c) {
        return String.format(Locale.ROOT, "rgb(%d,%d,%d)", c.getRed(), c.getGreen(), c.getBlue());
    }

    private static String attribute(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
