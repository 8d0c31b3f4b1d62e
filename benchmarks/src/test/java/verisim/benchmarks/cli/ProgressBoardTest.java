package verisim.benchmarks.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import verisim.core.result.CellId;

class ProgressBoardTest {
    private final StringWriter text = new StringWriter();
    private final CellId cell = new CellId("nltcs", "made", 1);

    @Test
    void aTerminalShowsTheWholeAndEachCell() {
        ProgressBoard board = new ProgressBoard(new PrintWriter(text, true), 2, true);
        board.preparing("nltcs");
        board.planned(4, 1);
        board.started(cell);
        board.close();
        assertThat(text.toString())
                .contains("loading nltcs", "1/4 cells", "time left not known yet", "nltcs/made/1", "starting");
    }

    @Test
    void nothingIsPrintedWhereThereIsNoTerminal() {
        ProgressBoard board = new ProgressBoard(new PrintWriter(text, true), 2, false);
        board.preparing("nltcs");
        board.planned(4, 1);
        board.started(cell);
        board.phase(cell, "fit");
        board.epoch(cell, 1, 10);
        board.close();
        assertThat(text.toString()).isEmpty();
    }
}
