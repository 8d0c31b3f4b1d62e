package verisim.benchmarks.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import verisim.core.source.DatasetRegistry;

/** The ledger that comes with the program. Reading it checks that ids are unique and that suites, data sets and models exist. */
class PublishedFiguresTest {
    private static final Ledger LEDGER = Ledger.read(LedgerFolder.bundled());

    @Test
    void everyFigureHasAVerdictAndOneWithoutARunSaysSo() {
        List<LedgerRow> rows = LEDGER.rows(List.of());
        assertThat(rows).hasSameSizeAs(LEDGER.figures()).hasSizeGreaterThan(140);
        for (LedgerRow row : rows) {
            if (row.figure().ours().isEmpty()) {
                assertThat(row.verdict().status()).isEqualTo(Verdict.Status.CONTEXT);
            } else if (row.ours().isEmpty()) {
                assertThat(row.verdict().words()).as(row.figure().id()).startsWith("no ");
            } else {
                assertThat(row.verdict().status()).as(row.figure().id()).isNotEqualTo(Verdict.Status.NO_NUMBER);
            }
        }
    }

    @Test
    void everyDataSetIsInTheCatalogue() {
        DatasetRegistry datasets = DatasetRegistry.load();
        LEDGER.figures()
                .forEach(figure -> assertThat(datasets.get(figure.dataset()))
                        .as(figure.place())
                        .isNotNull());
    }

    @Test
    void allTwentySetsHaveTheirClosedForms() {
        assertThat(LEDGER.figures())
                .filteredOn(figure -> figure.id().endsWith("-chow-liu"))
                .hasSize(20)
                .allMatch(figure -> figure.tolerance() <= 0.02);
        assertThat(LEDGER.figures())
                .filteredOn(figure -> figure.id().endsWith("-independent"))
                .hasSize(20)
                .allMatch(figure -> figure.tolerance() <= 3e-4);
    }

    @Test
    void figuresFromMemoryAreMarked() {
        LEDGER.figures()
                .forEach(figure -> assertThat(LedgerTable.published(figure).endsWith("*"))
                        .isEqualTo(figure.sure().label().startsWith("memory")));
    }
}
