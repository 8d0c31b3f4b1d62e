package verisim.core.source.synthetic;

import static verisim.core.Checks.require;

import verisim.core.data.DataKind;
import verisim.core.random.RandomStream;

/**
 * The uniform distribution on every other square of a board over {@code [-4, 4)^2}. The density is the same on all of them and
 * 0 elsewhere, so a model that puts anything between them has an infinite {@code KL(model, truth)}.
 */
public final class CheckerboardTruth extends SyntheticTruth {
    private static final double HALF_WIDTH = 4;

    private final int squares;
    private final double side;
    private final int used;

    /** @param squares squares along each edge of the board, at least 2; 4 gives the usual picture */
    public CheckerboardTruth(int squares) {
        super(DataKind.REAL, 2);
        require(squares >= 2 && squares <= 64, "squares must be from 2 to 64, but was %d", squares);
        this.squares = squares;
        this.side = 2 * HALF_WIDTH / squares;
        this.used = (squares * squares + 1) / 2;
    }

    /** Returns the entropy: the logarithm of the covered area, nats. */
    public double entropy() {
        return Math.log(used * side * side);
    }

    @Override
    int drawRow(double[] row, RandomStream random) {
        int i;
        int j;
        do {
            i = random.nextInt(squares);
            j = random.nextInt(squares);
        } while ((i + j) % 2 != 0);
        row[0] = inside(i, random);
        row[1] = inside(j, random);
        return 0;
    }

    @Override
    double logProbability(double[] x, int from) {
        double i = Math.floor((x[from] + HALF_WIDTH) / side);
        double j = Math.floor((x[from + 1] + HALF_WIDTH) / side);
        boolean onBoard = i >= 0 && j >= 0 && i < squares && j < squares;
        return onBoard && (i + j) % 2 == 0 ? -entropy() : Double.NEGATIVE_INFINITY;
    }

    /** Draws from one interval; a number that float rounds up to the next one is drawn again. */
    private double inside(int cell, RandomStream random) {
        while (true) {
            float v = (float) (side * (cell + random.nextDouble()) - HALF_WIDTH);
            if (Math.floor((v + HALF_WIDTH) / side) == cell) {
                return v;
            }
        }
    }
}
