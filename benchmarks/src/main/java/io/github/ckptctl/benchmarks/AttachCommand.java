// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The agent's jar, run as a program that attaches the agent, as an operator runs it. */
final class AttachCommand {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final Path output;

    private AttachCommand(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts the command and writes its output to a file. */
    static AttachCommand start(Path jar, long pid, Path output) throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home", ""), "bin", "java")
                                        .toString(),
                                "-jar",
                                jar.toString(),
                                "attach",
                                Long.toString(pid),
                                "jolokia.enabled=false")
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        return new AttachCommand(process, output);
    }

    /**
     * Waits until the command ends.
     *
     * @throws IllegalStateException if it failed
     */
    void awaitSuccess() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the attach command does not end; see " + output);
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException("the attach command failed; see " + output);
        }
    }
}
