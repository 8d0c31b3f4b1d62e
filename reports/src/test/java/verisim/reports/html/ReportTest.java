package verisim.reports.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verisim.reports.Fixture;

class ReportTest {
    @TempDir
    static Path folder;

    static String page;

    @BeforeAll
    static void write() throws Exception {
        Path keep = System.getProperty("tests.keepReport") == null ? folder : Path.of(System.getProperty("tests.keepReport"));
        Path run = keep.resolve("run-1");
        Fixture.write(run);
        Report.write(List.of(run), keep.resolve("report"));
        page = Files.readString(keep.resolve("report/index.html"));
    }

    @Test
    void x() {
        assertThat(page).contains("ring-8");
    }
}
