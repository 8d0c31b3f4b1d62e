package verisim.models.gan;

import static verisim.core.Checks.require;

/**
 * What the generator lowers, with a the discriminator's logit of a generated row; the discriminator always lowers {@code -log
 * sigmoid(a)} on data and {@code -log sigmoid(-a)} on generated rows.
 *
 * @see <a href="https://arxiv.org/abs/1406.2661">Goodfellow et al. (2014), Generative adversarial networks</a>
 */
enum GanLoss {
    /** {@code -log sigmoid(a)}: a strong gradient where the discriminator wins. */
    NON_SATURATING("non-saturating"),
    /** {@code log(1 - sigmoid(a))}: the value function of the two-player game itself, also called saturating. */
    MINIMAX("minimax");

    private final String label;

    GanLoss(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    static GanLoss of(String label) {
        for (GanLoss loss : values()) {
            if (loss.label.equals(label)) {
                return loss;
            }
        }
        require(false, "loss must be non-saturating or minimax, but was '%s'", label);
        return NON_SATURATING;
    }
}
