// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The agent's jar run as a program that attaches it, as an operator types it. */
final class AttachCommand {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final Path output;

    private AttachCommand(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts it; what it says goes to a file. */
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
     * Waits for its end.
     *
     * @throws IllegalStateException if it did not do what it was told
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
