package verisim.core.divergence;

/** Total variation distance, from 0 to 1: the largest difference in probability of any event. */
public final class TotalVariationProvider extends DivergenceProvider {
    public TotalVariationProvider() {
        super(Divergence.TOTAL_VARIATION);
    }

    @Override
    public String name() {
        return "total-variation";
    }

    @Override
    public String description() {
        return "total variation distance of truth and model: the largest difference in probability they give to any event";
    }

    @Override
    public String caution() {
        return "not a measure of how badly mass is misplaced: near or far counts alike, and narrow modes slightly off give 1";
    }

    @Override
    public String paper() {
        return "Tsybakov (2009), Introduction to nonparametric estimation, section 2.4, https://doi.org/10.1007/b13794";
    }

    @Override
    public String unit() {
        return "1";
    }
}
