// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Process as Linux shows it below {@code /proc} (proc(5)). Reads at each call; a file that is
 * missing, or may not be read by this process, is empty.
 */
final class ProcessFiles {

    private static final Path PROC = Paths.get("/proc");
    private static final Path SLASH = Paths.get("/");
    private static final String SELF = "self";
    private static final int MAX_LINKS = 40;

    /** Bit of SIGQUIT in a set of signals. */
    private static final long QUIT = 0b100;

    private final String pid;
    private final Path directory;

    private ProcessFiles(String pid) {
        this.pid = pid;
        this.directory = PROC.resolve(pid);
    }

    /** Returns the files of a process. */
    static ProcessFiles of(String pid) {
        return new ProcessFiles(pid);
    }

    /** Returns the files of this process. */
    static ProcessFiles own() {
        return new ProcessFiles(SELF);
    }

    /** Returns whether this system has such files. */
    static boolean areThere() {
        return Files.isReadable(PROC.resolve(SELF).resolve("status"));
    }

    /** Returns whether other users' processes are visible: every system has a first process. */
    static boolean areOthersVisible() {
        return Files.exists(PROC.resolve("1"));
    }

    /** Returns the ids of all visible processes. */
    static List<String> pids() {
        try (Stream<Path> files = Files.list(PROC)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.matches("\\d+"))
                    .collect(Collectors.toList());
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    /** Returns whether the process exists. */
    boolean exist() {
        return Files.isDirectory(directory);
    }

    /** Returns the words of its command line. */
    List<String> commandLine() {
        return texts("cmdline");
    }

    /** Returns the environment variables it was started with. */
    Map<String, String> environment() {
        Map<String, String> variables = new HashMap<>();
        for (String each : texts("environ")) {
            int equals = each.indexOf('=');
            if (equals > 0) {
                variables.putIfAbsent(each.substring(0, equals), each.substring(equals + 1));
            }
        }
        return variables;
    }

    /** Returns the number of the user that determines its permissions, the effective one. */
    Optional<String> user() {
        return status("Uid").filter(numbers -> numbers.length > 1).map(numbers -> numbers[1]);
    }

    /** Returns its id as the process itself sees it; a different one, if it is in a container. */
    String ownPid() {
        return status("NSpid").map(numbers -> numbers[numbers.length - 1]).orElse(pid);
    }

    /** Returns whether it would survive a SIGQUIT, with which a JVM is requested to listen. */
    Optional<Boolean> catchesQuit() {
        try {
            return status("SigCgt").map(mask -> (Long.parseUnsignedLong(mask[0], 16) & QUIT) != 0);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Returns whether a JVM's library is loaded into it. */
    Optional<Boolean> hasJvm() {
        try (Stream<String> lines = Files.lines(directory.resolve("maps"), charset())) {
            return Optional.of(lines.anyMatch(line -> line.contains("/libjvm.so")));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** Returns whether this process may access the files that it sees. */
    boolean isOpen() {
        return Files.isDirectory(directory.resolve("root"));
    }

    /**
     * Returns whether it sees the same files as this process. A mount belongs to one namespace, and
     * the list of mounts is readable by every user.
     */
    Optional<Boolean> sharesMounts() {
        Optional<String> its = firstMount();
        Optional<String> own = own().firstMount();
        return its.isEmpty() || own.isEmpty()
                ? Optional.empty()
                : Optional.of(its.get().equals(own.get()));
    }

    private Optional<String> firstMount() {
        try (Stream<String> lines = Files.lines(directory.resolve("mountinfo"), charset())) {
            return lines.map(line -> line.split(" ", 2)[0]).findFirst();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** Returns whether it has the same network as this process. */
    Optional<Boolean> sharesNetwork() {
        try {
            Path net = Paths.get("ns", "net");
            Path its = Files.readSymbolicLink(directory.resolve(net));
            return Optional.of(its.equals(Files.readSymbolicLink(own().directory.resolve(net))));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns its root directory as this process reaches it. */
    Path root() {
        return directory.resolve("root");
    }

    /**
     * Returns its {@code /tmp}, in which files can be created.
     *
     * @throws IOException if there is none: a link could lead to a directory that this process may
     *     write and the other one may not
     */
    Path tmp() throws IOException {
        Path tmp = root().resolve("tmp");
        if (!Files.isDirectory(tmp, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(tmp + " is no directory that can be looked at");
        }
        return tmp;
    }

    /**
     * Returns the path by which this process finds a file that the other one names.
     *
     * @param name absolute, or relative to its working directory
     */
    Optional<Path> file(String name) {
        try {
            Path named = Paths.get(name);
            if (named.isAbsolute() && sharesMounts().orElse(false)) {
                return Optional.of(named);
            }
            if (!isOpen()) {
                return Optional.empty();
            }
            return Optional.of(
                    named.isAbsolute()
                            ? followed(named)
                            : directory.resolve("cwd").toRealPath().resolve(named));
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Follows links as the other process does: an absolute link begins at its own root. */
    private Path followed(Path named) throws IOException {
        Path rest = named.normalize();
        for (int links = 0; links < MAX_LINKS; links++) {
            Path real = root();
            int names = 0;
            boolean isLink = false;
            while (names < rest.getNameCount() && !isLink) {
                real = real.resolve(rest.getName(names++));
                isLink = Files.isSymbolicLink(real);
            }
            if (!isLink) {
                return real;
            }
            Path link = SLASH.resolve(rest.subpath(0, names));
            Path target = link.resolveSibling(Files.readSymbolicLink(real));
            rest = target.resolve(link.relativize(rest)).normalize();
        }
        throw new IOException(named + " leads round in a circle");
    }

    private Optional<String[]> status(String field) {
        try (Stream<String> lines =
                Files.lines(directory.resolve("status"), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith(field + ":"))
                    .map(line -> line.substring(field.length() + 1).trim().split("\\s+"))
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private List<String> texts(String file) {
        try {
            String all = new String(Files.readAllBytes(directory.resolve(file)), charset());
            List<String> texts = new ArrayList<>(List.of(all.split("\0", -1)));
            texts.remove(texts.size() - 1);
            return texts;
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Returns the charset of this JVM's file names; a text in it may be invalid. */
    private static Charset charset() {
        try {
            return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        } catch (IllegalArgumentException e) {
            return Charset.defaultCharset();
        }
    }
}
