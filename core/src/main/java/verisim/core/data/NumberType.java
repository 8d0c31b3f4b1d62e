package verisim.core.data;

import java.nio.ByteBuffer;

/** The kinds of numbers that binary files hold. The byte order is that of the buffer they are read from. */
enum NumberType {
    INT8(1),
    UINT8(1),
    INT16(2),
    UINT16(2),
    INT32(4),
    UINT32(4),
    INT64(8),
    UINT64(8),
    FLOAT16(2),
    FLOAT32(4),
    FLOAT64(8);

    private final int bytes;

    NumberType(int bytes) {
        this.bytes = bytes;
    }

    int bytes() {
        return bytes;
    }

    boolean isFloating() {
        return this == FLOAT16 || this == FLOAT32 || this == FLOAT64;
    }

    /** Returns whether a float holds every value of this type as it is. */
    boolean fitsFloat() {
        return bytes <= 2 || this == FLOAT32;
    }

    /** Returns the next value of {@code in}; 64-bit integers beyond 2^53 are rounded to the nearest double. */
    double next(ByteBuffer in) {
        return switch (this) {
            case INT8 -> in.get();
            case UINT8 -> in.get() & 0xff;
            case INT16 -> in.getShort();
            case UINT16 -> in.getShort() & 0xffff;
            case INT32 -> in.getInt();
            case UINT32 -> in.getInt() & 0xffffffffL;
            case INT64 -> in.getLong();
            case UINT64 -> unsigned(in.getLong());
            case FLOAT16 -> half(in.getShort());
            case FLOAT32 -> in.getFloat();
            case FLOAT64 -> in.getDouble();
        };
    }

    /** Halves the number before the conversion and keeps the bit that falls off, so that rounding is still to nearest. */
    private static double unsigned(long bits) {
        return bits >= 0 ? (double) bits : (double) ((bits >>> 1) | (bits & 1)) * 2;
    }

    /** IEEE 754 binary16: 1 sign bit, 5 exponent bits (bias 15), 10 fraction bits. */
    private static double half(short bits) {
        int exponent = (bits >> 10) & 0x1f;
        int fraction = bits & 0x3ff;
        double magnitude = switch (exponent) {
            case 0 -> Math.scalb((double) fraction, -24);
            case 31 -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            default -> Math.scalb((double) (fraction | 0x400), exponent - 25);
        };
        return bits < 0 ? -magnitude : magnitude;
    }
}
