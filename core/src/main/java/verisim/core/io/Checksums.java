package verisim.core.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the files of a folder held when they were written: {@code SHA256SUMS}, which {@code sha256sum -c} reads. Its last line is a comment
 * with the digest of those above, so that it is known itself. A folder within that has checksums of its own is
 * listed by them.
 *
 * <p>A file is written in three steps, so that a kill at any moment leaves nothing that looks damaged: the new digest is listed beside the
 * old one, the file is renamed into its place, the old digest is left out.
 */
public final class Checksums {
    /** The name of the file. */
    public static final String FILE = "SHA256SUMS";

    /** The ending of what was damaged and is set aside. */
    public static final String DAMAGED = ".damaged";

    private static final String PART = ".part";
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  (.+)");
    private static final String LAST = "# SHA-256 of the lines above: ";

    /** Not checked, as nothing reads them back, or they change by themselves and have checksums of their own. */
    private static final Set<String> LEFT_OUT = Set.of(FILE, "log.txt", "checkpoint");

    private final Path folder;
    private final Map<String, Set<String>> digests;

    private Checksums(Path folder, Map<String, Set<String>> digests) {
        this.folder = folder;
        this.digests = digests;
    }

    /**
     * Returns the checksums of a folder; empty if it has none.
     *
     * @throws DamagedFileException if they are damaged themselves
     */
    public static Optional<Checksums> of(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        String text;
        try {
            text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new DamagedFileException(file, "cannot be read: " + e.getMessage());
        }
        int last = text.lastIndexOf(LAST);
        boolean whole =
                last >= 0 && text.equals(text.substring(0, last) + LAST + Sha256.of(text.substring(0, last)) + "\n");
        Map<String, Set<String>> digests = new TreeMap<>();
        for (String line : whole ? text.substring(0, last).split("\n", -1) : new String[0]) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                digests.computeIfAbsent(matcher.group(2), k -> new TreeSet<>()).add(matcher.group(1));
            }
        }
        if (!whole) {
            throw new DamagedFileException(file, "is damaged: its lines are not those that its last line is of");
        }
        return Optional.of(new Checksums(folder, digests));
    }

    /**
     * Returns the checksums of a folder that must have them.
     *
     * @throws DamagedFileException if it has none, or they are damaged
     */
    public static Checksums required(Path folder) {
        return of(folder).orElseThrow(() -> new DamagedFileException(folder.resolve(FILE), "is missing"));
    }

    /** Returns the files that are listed, relative to the folder. */
    public Set<String> names() {
        return digests.keySet();
    }

    /**
     * Requires a file to be what it was when it was written.
     *
     * @param name relative to the folder, with /
     * @return the file
     * @throws DamagedFileException if it is not, is missing, or is not listed
     */
    public Path check(String name) {
        Path file = folder.resolve(name);
        Set<String> known = digests.get(name);
        if (known == null) {
            throw new DamagedFileException(file, "is not listed in " + FILE + " beside it: one of them is damaged");
        }
        if (!Files.isRegularFile(file)) {
            throw new DamagedFileException(file, "is missing, but " + FILE + " lists it");
        }
        String found;
        try {
            found = Sha256.of(file);
        } catch (IOException e) {
            throw new DamagedFileException(file, "cannot be read: " + e.getMessage());
        }
        if (!known.contains(found)) {
            throw new DamagedFileException(file, "is damaged: its SHA-256 is not that of " + FILE);
        }
        return file;
    }

    /** Checks every file that is listed, and those of folders within that have checksums of their own. */
    public void checkAll() {
        checkAllBut("");
    }

    /** Checks every file but this one. */
    public void checkAllBut(String left) {
        for (String name : names()) {
            if (name.equals(left)) {
                continue;
            }
            check(name);
            if (name.endsWith("/" + FILE)) {
                required(folder.resolve(name).getParent()).checkAll();
            }
        }
    }

    /** Checks all files of a folder, if it has checksums. */
    public static void checkIfKnown(Path folder) {
        of(folder).ifPresent(Checksums::checkAll);
    }

    /** Checks one file of a folder, if that has checksums. */
    public static Path checkIfKnown(Path folder, String name) {
        Optional<Checksums> sums = of(folder);
        return sums.isPresent() ? sums.get().check(name) : folder.resolve(name);
    }

    /** Lists all files of a folder as they are now. */
    public static void seal(Path folder) {
        write(folder, digests(folder));
    }

    /** Lists all files of a folder as they are now, and then writes {@code last}, which is listed before it is there. */
    public static void seal(Path folder, String last, String text) {
        Map<String, Set<String>> digests = digests(folder);
        digests.computeIfAbsent(last, k -> new TreeSet<>()).add(Sha256.of(text));
        write(folder, digests);
        WholeFile.write(folder.resolve(last), text);
        digests.put(last, Set.of(Sha256.of(text)));
        write(folder, digests);
    }

    /** Writes one file and lists it; of others it keeps what is listed. */
    public static void write(Path folder, String name, String text) {
        Map<String, Set<String>> digests = new TreeMap<>();
        try {
            of(folder).ifPresent(sums -> digests.putAll(sums.digests));
        } catch (DamagedFileException e) {
            FileTree.setAside(e.file());
        }
        Set<String> both = new TreeSet<>(digests.getOrDefault(name, Set.of()));
        both.add(Sha256.of(text));
        digests.put(name, both);
        write(folder, digests);
        WholeFile.write(folder.resolve(name), text);
        digests.put(name, Set.of(Sha256.of(text)));
        write(folder, digests);
    }

    /** Leaves out of the list what is there no more. */
    public static void forgetMissing(Path folder) {
        of(folder).ifPresent(sums -> {
            Map<String, Set<String>> left = new TreeMap<>(sums.digests);
            left.keySet().removeIf(name -> !Files.exists(folder.resolve(name)));
            write(folder, left);
        });
    }

    private static void write(Path folder, Map<String, Set<String>> digests) {
        StringBuilder out = new StringBuilder();
        digests.forEach((name, known) ->
                known.forEach(d -> out.append(d).append("  ").append(name).append('\n')));
        String lines = out.toString();
        WholeFile.write(folder.resolve(FILE), lines + LAST + Sha256.of(lines) + "\n");
    }

    private static Map<String, Set<String>> digests(Path folder) {
        Map<String, Set<String>> out = new TreeMap<>();
        try {
            Files.createDirectories(folder);
            for (Path file : files(folder)) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                out.put(name, Set.of(Sha256.of(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder + ": " + e.getMessage(), e);
        }
        out.replaceAll((name, known) -> new TreeSet<>(known));
        return out;
    }

    private static List<Path> files(Path folder) throws IOException {
        List<Path> out = new ArrayList<>();
        try (Stream<Path> children = Files.list(folder)) {
            for (Path child : children.sorted().toList()) {
                String name = child.getFileName().toString();
                if (LEFT_OUT.contains(name) || name.endsWith(DAMAGED) || name.contains(PART)) {
                    continue;
                }
                if (!Files.isDirectory(child)) {
                    out.add(child);
                } else if (Files.isRegularFile(child.resolve(FILE))) {
                    out.add(child.resolve(FILE));
                } else {
                    out.addAll(files(child));
                }
            }
        }
        return out;
    }
}
