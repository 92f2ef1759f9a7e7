// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java program and what it said, the agent's jar as an operator starts it above all. */
record AgentProgram(int exitCode, String output) {

    private static final long PATIENCE_MINUTES = 2;

    /** Runs it to its end; what it writes to either stream is its output. */
    static AgentProgram run(Object... arguments) {
        return of(AgentJar.path(), arguments);
    }

    /** Runs another jar of it. */
    static AgentProgram of(Path jar, Object... arguments) {
        return java(List.of("-jar", jar.toString()), Redirect.PIPE, arguments);
    }

    /** Runs it with a file for its standard input. */
    static AgentProgram reading(Path input, Object... arguments) {
        return java(
                List.of("-jar", AgentJar.path().toString()),
                Redirect.from(input.toFile()),
                arguments);
    }

    /** Runs any Java program. */
    static AgentProgram java(List<String> program, Object... arguments) {
        return java(program, Redirect.PIPE, arguments);
    }

    private static AgentProgram java(List<String> program, Redirect input, Object... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(program);
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        try {
            Path output = Files.createTempFile("ckptctl-program", ".out");
            try {
                Process process =
                        new ProcessBuilder(command)
                                .redirectErrorStream(true)
                                .redirectInput(input)
                                .redirectOutput(output.toFile())
                                .start();
                if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                    process.destroyForcibly();
                    throw new AssertionError(command + " does not end: " + text(output));
                }
                return new AgentProgram(process.exitValue(), text(output));
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
