package verisim.reports.html;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.Npy;
import verisim.core.result.CellResult;
import verisim.core.result.DatasetRecord;
import verisim.reports.html.PageView.Fact;
import verisim.reports.table.Leaderboard;
import verisim.reports.table.RunData;
import verisim.reports.table.Score;

/** The files behind one leaderboard: what the cells of its models and its data set left in the run folders. */
final class BoardFiles {
    private final List<RunData> runs;
    private final Leaderboard board;

    BoardFiles(List<RunData> runs, Leaderboard board) {
        this.runs = runs;
        this.board = board;
    }

    /** One model with its finished cells. */
    record Model(Leaderboard.Row row, RunData run, List<CellResult> cells) {
        String label() {
            return row.label();
        }
    }

    /** A record of the data set and the run it was found in. */
    record Source(RunData run, DatasetRecord record) {
        Optional<INDArray> array(String role) {
            String file = record.files().get(role);
            return file == null ? Optional.empty() : run.file(record, file).map(Npy::read);
        }
    }

    /** Returns the models in the order of the leaderboard. */
    List<Model> models() {
        List<Model> models = new ArrayList<>();
        for (Leaderboard.Row row : board.rows()) {
            for (int i = 0; i < runs.size(); i++) {
                if (Leaderboard.runName(runs, i).equals(row.run())) {
                    List<CellResult> cells = runs.get(i).cells().stream()
                            .filter(c -> c.cell().dataset().equals(board.dataset())
                                    && c.cell().model().equals(row.model())
                                    && c.family().equals(row.family()))
                            .toList();
                    models.add(new Model(row, runs.get(i), cells));
                }
            }
        }
        return models;
    }

    Optional<Source> source() {
        for (RunData run : runs) {
            Optional<DatasetRecord> record = run.dataset(board.dataset());
            if (record.isPresent()) {
                return Optional.of(new Source(run, record.get()));
            }
        }
        return Optional.empty();
    }

    /** Returns a file of a cell by its role, or by {@code otherwise} where the result does not list it. */
    static Optional<Path> file(Model model, CellResult cell, String role, String otherwise) {
        return model.run.file(cell, cell.files().getOrDefault(role, otherwise));
    }

    /**
     * Returns a matrix of the model's first finished cell; adds to {@code absent} why there is none.
     *
     * @param columns what it must have; any if negative
     */
    Optional<INDArray> array(Model model, String role, int columns, List<Fact> absent) {
        for (CellResult cell : model.cells) {
            String file = cell.files().get(role);
            Optional<INDArray> array;
            try {
                array = file == null
                        ? Optional.empty()
                        : model.run.file(cell, file).map(Npy::read);
            } catch (IllegalArgumentException e) {
                absent.add(new Fact(model.label(), file + " cannot be read: " + e.getMessage()));
                return Optional.empty();
            }
            if (array.isPresent()) {
                INDArray a = array.get();
                boolean fits = a.rank() == 2 && a.size(0) > 0 && (columns < 0 || a.size(1) == columns);
                if (fits) {
                    return array;
                }
                absent.add(new Fact(model.label(), file + " has an unexpected shape"));
                return Optional.empty();
            }
        }
        absent.add(new Fact(model.label(), why(model, role)));
        return Optional.empty();
    }

    private String why(Model model, String role) {
        for (CellResult cell : model.cells) {
            if (cell.failure().isPresent()) {
                return "failed in " + cell.failure().get().phase() + ": "
                        + cell.failure().get().error();
            }
        }
        int column = board.columnOf("log-likelihood");
        if (role.equals("density") && column >= 0) {
            List<String> notes =
                    model.row.scores().get(column).map(Score::notes).orElse(List.of());
            if (!notes.isEmpty()) {
                return String.join("; ", notes);
            }
        }
        boolean damaged = model.cells.stream()
                .anyMatch(c -> c.files().containsKey(role)
                        && model.run.isDamaged(c, c.files().get(role)));
        return damaged ? "its " + role + " file is damaged, see above" : "the run has no " + role + " file of it";
    }
}
