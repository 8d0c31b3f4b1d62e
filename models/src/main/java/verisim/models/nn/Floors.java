package verisim.models.nn;

import java.util.List;
import java.util.Locale;

/** Words for variances and scales that training ended at their least allowed value, where a density is what that value makes it. */
public final class Floors {
    private Floors() {}

    /** Returns a number as people write it: 0.001, 1e-6. */
    public static String number(double value) {
        return Double.toString(value).replace("E", "e").replace(".0e", "e");
    }

    /**
     * Returns the warning that {@code bound} of {@code all} such values are at their floor; none if no one is.
     *
     * @param what the values, such as {@code noise variances}
     * @param floor the value of the floor and its unit
     */
    public static List<String> warnings(long bound, long all, String what, String floor) {
        return bound == 0
                ? List.of()
                : List.of(String.format(Locale.ROOT, "%d of %d %s are at their floor, %s", bound, all, what, floor));
    }
}
