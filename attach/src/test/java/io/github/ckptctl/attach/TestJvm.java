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
import java.util.stream.Stream;

/** Another JVM that does nothing until it is closed. */
final class TestJvm implements AutoCloseable {

    static final int NOBODY = 65534;

    private final Process process;
    private final Path classes;

    private TestJvm(Process process, Path classes) {
        this.process = process;
        this.classes = classes;
    }

    /** Starts one of this user. */
    static TestJvm start() throws IOException {
        return start(List.of());
    }

    /** Starts one of another user, which only root can. */
    static TestJvm startAsNobody() throws IOException {
        String user = Integer.toString(NOBODY);
        return start(List.of("setpriv", "--reuid", user, "--regid", user, "--clear-groups"));
    }

    /** Starts one by a command that takes the command for it. */
    static TestJvm start(List<String> prefix) throws IOException {
        Path classes = Files.createTempDirectory("ckptctl-classes");
        Files.setPosixFilePermissions(classes, PosixFilePermissions.fromString("rwxr-xr-x"));
        String file = TestJvm.class.getName().replace('.', '/') + ".class";
        Path copy = classes.resolve(file);
        Files.createDirectories(copy.getParent());
        try (var original = TestJvm.class.getClassLoader().getResourceAsStream(file)) {
            Files.copy(original, copy);
        }
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", classes.toString(), TestJvm.class.getName()));
        Process process =
                new ProcessBuilder(command)
                        .directory(classes.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        BufferedReader said =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        if (!"ready".equals(said.readLine())) {
            process.destroyForcibly();
            throw new IOException("the other JVM did not start");
        }
        return new TestJvm(process, classes);
    }

    String pid() {
        return Long.toString(process.pid());
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try (Stream<Path> files = Files.walk(classes)) {
            files.sorted((one, other) -> other.compareTo(one))
                    .forEach(file -> file.toFile().delete());
        }
    }

    /** Lives until it is killed, or its parent goes. */
    public static void main(String[] arguments) throws IOException {
        System.out.println("ready");
        while (System.in.read() >= 0) {
            // nothing that matters
        }
    }
}
