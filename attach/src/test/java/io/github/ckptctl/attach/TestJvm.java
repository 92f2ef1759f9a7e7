// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Another JVM that does nothing until it is closed. */
final class TestJvm implements AutoCloseable {

    static final int NOBODY = 65534;

    /** A user without an entry in the system's list, as OpenShift gives to containers. */
    static final int NAMELESS = 1234567;

    private final Process process;
    private final Path classes;
    private final Path output;

    private TestJvm(Process process, Path classes, Path output) {
        this.process = process;
        this.classes = classes;
        this.output = output;
    }

    /** Starts one of this user. */
    static TestJvm start(String... options) throws IOException {
        return start(List.of(), Map.of(), List.of(options));
    }

    /** Starts one with further variables in its environment. */
    static TestJvm start(Map<String, String> environment, String... options) throws IOException {
        return start(List.of(), environment, List.of(options));
    }

    /** Starts one of another user, which only root can. */
    static TestJvm startAs(int user, String... options) throws IOException {
        assumeRootWith("setpriv");
        String id = Integer.toString(user);
        return start(
                List.of("setpriv", "--reuid", id, "--regid", id, "--clear-groups"),
                Map.of(),
                List.of(options));
    }

    /** Starts one by a command that takes the command for it. */
    static TestJvm start(List<String> prefix) throws IOException {
        return start(prefix, Map.of(), List.of());
    }

    /** Starts one that has a /tmp of its own, as systemd's PrivateTmp gives it. */
    static TestJvm startWithPrivateTmp(String... options) throws IOException {
        return startUnshared("--mount", "mount -t tmpfs tmpfs /tmp", options);
    }

    /** Starts one with a network of its own. */
    static TestJvm startWithOwnNetwork(String... options) throws IOException {
        return startUnshared("--net", "true", options);
    }

    /**
     * Starts one that is the first process of its own, with files of its own, as in a container.
     */
    static TestJvm startInContainer(String... options) throws IOException {
        assumeUnshare("--mount");
        return start(
                List.of(
                        "unshare",
                        "--mount",
                        "--pid",
                        "--fork",
                        "--kill-child",
                        "--mount-proc",
                        "sh",
                        "-c",
                        "mount -t tmpfs tmpfs /tmp && exec \"$@\"",
                        "sh"),
                Map.of(),
                List.of(options));
    }

    private static TestJvm startUnshared(String namespace, String first, String... options)
            throws IOException {
        assumeUnshare(namespace);
        return start(
                List.of("unshare", namespace, "sh", "-c", first + " && exec \"$@\"", "sh"),
                Map.of(),
                List.of(options));
    }

    static void assumeUnshare(String namespace) throws IOException {
        assumeRootWith("unshare");
        try {
            int code = new ProcessBuilder("unshare", namespace, "true").start().waitFor();
            assumeTrue(code == 0, "namespaces are not allowed here");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void assumeRootWith(String program) {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can do this");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin", program)), "there is no " + program);
    }

    private static TestJvm start(
            List<String> prefix, Map<String, String> environment, List<String> options)
            throws IOException {
        // not in /tmp, which may be another one there
        Path classes = Files.createTempDirectory(Path.of("/var/tmp"), "ckptctl-classes");
        Files.setPosixFilePermissions(classes, PosixFilePermissions.fromString("rwxr-xr-x"));
        String file = TestJvm.class.getName().replace('.', '/') + ".class";
        Path copy = classes.resolve(file);
        Files.createDirectories(copy.getParent());
        try (var original = TestJvm.class.getClassLoader().getResourceAsStream(file)) {
            Files.copy(original, copy);
        }
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classes.toString(), TestJvm.class.getName()));
        Path output = classes.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(classes.toFile())
                        .redirectOutput(output.toFile())
                        .redirectError(ProcessBuilder.Redirect.PIPE);
        builder.environment().putAll(environment);
        Process process = builder.start();
        BufferedReader said =
                new BufferedReader(
                        new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        String line = said.readLine();
        while (line != null && !line.equals("ready")) {
            line = said.readLine();
        }
        TestJvm jvm = new TestJvm(process, classes, output);
        if (line == null) {
            jvm.close();
            throw new IOException("the other JVM did not start");
        }
        return jvm;
    }

    /** Returns its process id, as this process sees it. */
    String pid() {
        return Long.toString(
                process.descendants()
                        .reduce((one, other) -> other)
                        .map(ProcessHandle::pid)
                        .orElse(process.pid()));
    }

    /** Returns where its files are, which it can read and write. */
    Path directory() {
        return classes;
    }

    /** Returns what it has written to standard output, where a JVM prints its threads. */
    String output() throws IOException {
        return Files.readString(output);
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try (Stream<Path> files = Files.walk(classes)) {
            files.sorted((one, other) -> other.compareTo(one))
                    .forEach(file -> file.toFile().delete());
        }
    }

    /** Lives until it is killed, or its parent goes. */
    public static void main(String[] arguments) throws IOException {
        System.err.println("ready");
        while (System.in.read() >= 0) {
            // nothing that matters
        }
    }
}
