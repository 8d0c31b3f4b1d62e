package verisim.benchmarks.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each wrong input ends with code 2 and one paragraph that says what to do. */
class WrongInputTest {
    @TempDir
    private Path folder;

    private void refuses(Cli cli, String... parts) {
        assertThat(cli.code()).as(cli.all()).isEqualTo(2);
        assertThat(cli.err()).startsWith("verisim: ").contains(parts).doesNotContain("\tat ", "Exception");
        assertThat(cli.err().lines().count()).isLessThanOrEqualTo(3);
    }

    private Cli fit(String model, Path file, String... more) {
        String[] start = {
            "fit", model, file.toString(), "--out", folder.resolve("out").toString()
        };
        String[] all = Arrays.copyOf(start, start.length + more.length);
        System.arraycopy(more, 0, all, start.length, more.length);
        return Cli.run(all);
    }

    @Test
    void aLetterInACsv() throws IOException {
        StringBuilder text = new StringBuilder("x,y\n");
        for (int i = 2; i <= 40; i++) {
            text.append(i == 7 ? "0.5,b\n" : "0.5," + i + "\n");
        }
        Path file = Files.writeString(folder.resolve("letters.csv"), text);
        refuses(fit("gaussian", file, "--data", "kind=REAL"), "letters.csv", "line 7", "'b'");
    }

    @Test
    void aBinaryModelOnRealData() {
        refuses(
                Cli.run(
                        "fit",
                        "rbm",
                        "two-moons",
                        "--out",
                        folder.resolve("out").toString()),
                "rbm needs BINARY data",
                "two-moons",
                "REAL");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void aTruncatedGzip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < 5_000; i++) {
                gzip.write((i % 7 + "," + i * 31 % 11 + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            }
        }
        Path file = Files.write(folder.resolve("cut.csv.gz"), Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2));
        refuses(fit("gaussian", file), "cut.csv.gz");
    }

    @Test
    void anNpyOfObjects() throws IOException {
        String header = "{'descr': '|O', 'fortran_order': False, 'shape': (3, 2), }";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(0x93);
        bytes.writeBytes("NUMPY".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        bytes.write(1);
        bytes.write(0);
        bytes.write(header.length() + 1);
        bytes.write(0);
        bytes.writeBytes((header + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        bytes.writeBytes(new byte[48]);
        Path file = Files.write(folder.resolve("objects.npy"), bytes.toByteArray());
        refuses(fit("gaussian", file), "objects.npy", "object");
    }

    @Test
    void aMisspelledKeyInASuite() throws IOException {
        Path suite = Files.writeString(folder.resolve("s.yaml"), "suite: s\ndatasets: [nltcs]\nmodles: [made]\n");
        refuses(Cli.run("run", suite.toString()), "line 3", "'modles'", "did you mean 'models'?");
    }

    @Test
    void aDataFolderThatIsNotThere() {
        refuses(
                Cli.run(
                        "run",
                        "quickstart",
                        "--data-dir",
                        folder.resolve("nowhere").toString()),
                "--data-dir",
                "nowhere does not exist");
    }

    @Test
    void noJobs() {
        refuses(Cli.run("run", "quickstart", "--jobs", "0"), "--jobs must be at least 1, but was 0");
    }

    @Test
    void anOutFolderWithOtherThings() throws IOException {
        Files.writeString(folder.resolve("precious.txt"), "x");
        refuses(Cli.run("run", "quickstart", "--out", folder.toString()), "holds files that are not a run of Verisim");
        assertThat(folder.resolve("precious.txt")).hasContent("x");
    }

    @Test
    void unknownNamesAndOptions() {
        refuses(Cli.run("fit", "rmb", "nltcs", "--out", "x"), "no model named 'rmb' (did you mean 'rbm'?)");
        refuses(Cli.run("fit", "rbm", "nltsc", "--out", "x"), "no data set named 'nltsc' (did you mean 'nltcs'?)");
        refuses(Cli.run("describe", "gausian"), "did you mean 'gaussian'?");
        refuses(Cli.run("fit", "rbm", "glyphs", "--out", "x", "--set", "hiden=3"), "did you mean 'hidden'?");
        refuses(Cli.run("list", "modells"), "modells");
        refuses(Cli.run("sample", folder.toString()), "holds no fitted model");
        refuses(Cli.run("report", folder.resolve("none").toString()), "is not the folder of a run");
    }
}
