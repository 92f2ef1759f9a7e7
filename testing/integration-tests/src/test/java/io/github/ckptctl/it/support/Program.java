// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A program that was run to its end; its output is what it wrote to either stream. */
public record Program(int exitCode, String output) {

    private static final long PATIENCE_MINUTES = 3;

    /** Returns the path of a program; skips the test if this machine does not have it. */
    public static String orSkip(String name) {
        Optional<Path> found =
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(directory -> Path.of(directory, name))
                        .filter(Files::isExecutable)
                        .findFirst();
        skipUnless(found.isPresent(), name + " is not on this machine");
        return found.orElseThrow().toString();
    }

    /** Skips the test with the reason unless it can be run. */
    public static void skipUnless(boolean possible, String reason) {
        if (!possible) {
            System.out.println("Skipped: " + reason);
        }
        assumeTrue(possible, reason);
    }

    /** Returns the Java on which the tests run. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Runs a command with additional variables in its environment. */
    public static Program run(List<String> command, Map<String, String> variables) {
        return run(command, variables, Redirect.PIPE);
    }

    public static Program run(List<String> command, Map<String, String> variables, Redirect input) {
        try {
            Path output = Files.createTempFile("ckptctl-program", ".out");
            try {
                ProcessBuilder builder =
                        new ProcessBuilder(command)
                                .redirectErrorStream(true)
                                .redirectInput(input)
                                .redirectOutput(output.toFile());
                builder.environment().putAll(variables);
                Process process = builder.start();
                if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                    process.destroyForcibly();
                    throw new AssertionError(command + " does not end: " + text(output));
                }
                return new Program(process.exitValue(), text(output));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
