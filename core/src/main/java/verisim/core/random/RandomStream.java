package verisim.core.random;

import static verisim.core.Checks.require;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * A named stream of random numbers. Streams form a tree: {@code RandomStream.ofSeed(1).child("rbm").child("fit")}.
 *
 * <p>A child depends on its parent's key and on its name only, never on how many numbers the parent has given out or on
 * which other children exist. So adding a model or a metric to an experiment changes no other number. The key is a SHA-256
 * hash over seed and names; numbers come from xoshiro256++ (Blackman and Vigna, 2021), in Java, and so are the same on every
 * platform and every ND4J backend.
 *
 * <p>A stream is confined to one thread at a time. Handing out a child is cheap: the generator is made on first use.
 */
public final class RandomStream {
    /** Even, so that a block's numbers are those of the whole run. */
    private static final int BLOCK = 512;

    private final byte[] key;
    private final String path;
    private UniformRandomProvider generator;
    private SharedStateContinuousSampler gaussian;

    private RandomStream(byte[] key, String path) {
        this.key = key;
        this.path = path;
    }

    /** Returns the root of the tree of streams that belongs to {@code seed}. */
    public static RandomStream ofSeed(long seed) {
        return new RandomStream(hash(new byte[0], "verisim-seed-" + seed), Long.toString(seed));
    }

    /** Returns the stream called {@code name} below this one; the same for the same name, however often it is asked for. */
    public RandomStream child(String name) {
        require(!name.isEmpty(), "the name of a stream must not be empty");
        return new RandomStream(hash(key, name), path + "/" + name);
    }

    /** Returns the stream numbered {@code index} below this one. */
    public RandomStream child(long index) {
        return child("#" + index);
    }

    /** Returns seed and names from the root to this stream, separated by slashes: enough to make it again. */
    public String path() {
        return path;
    }

    /** Returns the generator behind this stream, for samplers of Apache Commons RNG. */
    public UniformRandomProvider generator() {
        if (generator == null) {
            long[] seed = new long[4];
            ByteBuffer.wrap(key).asLongBuffer().get(seed);
            generator = RandomSource.XO_SHI_RO_256_PP.create(seed);
        }
        return generator;
    }

    /** Returns a number uniform on [0, 1), a multiple of 2^-53. */
    public double nextDouble() {
        return generator().nextDouble();
    }

    /** Returns a number uniform on [0, 1), a multiple of 2^-24. */
    public float nextFloat() {
        return generator().nextFloat();
    }

    /** Returns an integer uniform on 0 to {@code bound - 1}. */
    public int nextInt(int bound) {
        return generator().nextInt(bound);
    }

    /** Returns 64 uniform bits. */
    public long nextLong() {
        return generator().nextLong();
    }

    /** Returns a standard normal number. */
    public double nextGaussian() {
        if (gaussian == null) {
            gaussian = ZigguratSampler.NormalizedGaussian.of(generator());
        }
        return gaussian.sample();
    }

    /** Fills {@code out[from .. from + n)} with numbers uniform on [0, 1). */
    public void fillUniform(float[] out, int from, int n) {
        UniformRandomProvider g = generator();
        int end = from + n;
        int i = from;
        for (; i + 1 < end; i += 2) {
            long bits = g.nextLong();
            out[i] = (bits >>> 40) * 0x1p-24f;
            out[i + 1] = ((bits >>> 8) & 0xffffff) * 0x1p-24f;
        }
        if (i < end) {
            out[i] = (g.nextLong() >>> 40) * 0x1p-24f;
        }
    }

    /** Fills {@code out[from .. from + n)} with standard normal numbers. */
    public void fillGaussian(float[] out, int from, int n) {
        for (int i = from; i < from + n; i++) {
            out[i] = (float) nextGaussian();
        }
    }

    /**
     * Draws {@code out[i] = 1} with probability {@code p[i]}, else 0. {@code out} may be {@code p} itself.
     *
     * @param p probabilities; one of at least 1 always gives 1, one of at most 0 always 0
     */
    public void fillBernoulli(float[] p, float[] out, int from, int n) {
        UniformRandomProvider g = generator();
        float[] uniform = new float[Math.min(n, BLOCK)];
        float[] block = new float[uniform.length];
        for (int done = 0; done < n; done += BLOCK) {
            int m = Math.min(BLOCK, n - done);
            fillIntegers(g, uniform, m);
            System.arraycopy(p, from + done, block, 0, m);
            onesIfBelow(uniform, block, m);
            System.arraycopy(block, 0, out, from + done, m);
        }
    }

    /** Fills with integers uniform on 0 to 2^24 - 1, two from each number of 64 bits. */
    private static void fillIntegers(UniformRandomProvider g, float[] out, int n) {
        int i = 0;
        for (; i + 1 < n; i += 2) {
            long bits = g.nextLong();
            out[i] = (int) (bits >>> 40);
            out[i + 1] = (int) (bits >>> 8) & 0xffffff;
        }
        if (i < n) {
            out[i] = (int) (g.nextLong() >>> 40);
        }
    }

    /**
     * Turns p into 1 where {@code u 2^-24 < p}, else 0. A difference of two floats is 0 only if they are equal, and the smallest there is
     * becomes more than 1 when multiplied so. Of two arrays at equal places the compiler makes a loop of vector instructions.
     */
    private static void onesIfBelow(float[] u, float[] p, int n) {
        for (int i = 0; i < n; i++) {
            p[i] = Math.min(1f, Math.max(0f, (p[i] * 0x1p24f - u[i]) * 0x1p127f));
        }
    }

    /** Returns the numbers 0 to n - 1 in uniformly random order (Fisher-Yates). */
    public int[] permutation(int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        shuffle(order);
        return order;
    }

    /** Puts {@code values} into uniformly random order, in place. */
    public void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = nextInt(i + 1);
            int swap = values[i];
            values[i] = values[j];
            values[j] = swap;
        }
    }

    @Override
    public String toString() {
        return "RandomStream[" + path + "]";
    }

    private static byte[] hash(byte[] parent, String name) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(parent);
            return digest.digest(name.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256, this one does not", e);
        }
    }
}
