package verisim.benchmarks.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerCommandTest {
    @Test
    void oneFigureIsShownWithItsVerdict() {
        Cli cli = Cli.run("ledger", "--id", "binarized-mnist-rbm-500-cd25", "--id", "binarized-mnist-mob-10");
        assertThat(cli.code()).as(cli.all()).isZero();
        assertThat(cli.out())
                .contains("\u2248 -86.34 ")
                .contains("-168.95*")
                .contains("2 figures: 1 reproduced, 1 context")
                .contains("no evidence");
    }

    @Test
    void jsonIsForPrograms() {
        Cli cli = Cli.run("ledger", "--json", "--id", "nltcs-chow-liu");
        assertThat(cli.code()).as(cli.all()).isZero();
        assertThat(cli.out()).startsWith("[").contains("\"published\" : -6.759");
    }

    @Test
    void filesAreWritten(@TempDir Path folder) {
        Cli cli = Cli.run("ledger", "--out", folder.toString());
        assertThat(cli.code()).as(cli.all()).isZero();
        for (String name : new String[] {"ledger.md", "ledger.csv", "ledger.json", "index.html"}) {
            assertThat(folder.resolve(name)).isNotEmptyFile();
        }
    }

    @Test
    void wrongInputIsExplained(@TempDir Path folder) {
        Cli unknown = Cli.run("ledger", "--id", "nltcs-chow-lui");
        assertThat(unknown.code()).isEqualTo(Main.BAD_USAGE);
        assertThat(unknown.err()).contains("did you mean 'nltcs-chow-liu'?");
        Cli noLedger = Cli.run("ledger", "record", "--ledger", folder.toString(), "nowhere");
        assertThat(noLedger.code()).isEqualTo(Main.BAD_USAGE);
        assertThat(noLedger.err()).contains("is not the folder of a ledger");
    }
}
