package verisim.core.data;

import static verisim.core.Checks.require;

/** The shape behind the columns of image data: column {@code row * width + column} is one grey pixel. */
public record ImageShape(int height, int width) {
    public ImageShape {
        require(height >= 1 && width >= 1, "an image must be at least 1x1, but was %dx%d", height, width);
    }

    /** Returns the number of columns such images take. */
    public int pixels() {
        return height * width;
    }
}
