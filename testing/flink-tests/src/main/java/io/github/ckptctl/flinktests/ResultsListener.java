// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flinktests;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Listener that writes the outcome of each test as it ends, so that the results of a crashed JVM
 * are retained too.
 *
 * <p>A test class or another container has a result only if it is not successful: its tests were
 * not run then. Stack traces go to standard output.
 */
final class ResultsListener implements TestExecutionListener, AutoCloseable {

    private final PrintWriter results;

    ResultsListener(Path file) throws IOException {
        results = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8), true);
    }

    @Override
    public void executionStarted(TestIdentifier identifier) {
        // the last of these lines shows the test in which a JVM crashed or hung
        System.out.println("-> " + identifier.getUniqueId());
    }

    @Override
    public void executionSkipped(TestIdentifier identifier, String reason) {
        write(identifier, "SKIPPED");
    }

    @Override
    public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
        if (identifier.isTest() || result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
            write(identifier, result.getStatus().name());
        }
        result.getThrowable()
                .ifPresent(
                        thrown -> {
                            System.out.println(result.getStatus() + " " + identifier.getUniqueId());
                            thrown.printStackTrace(System.out);
                        });
    }

    private synchronized void write(TestIdentifier identifier, String status) {
        results.println(new Result(identifier.getUniqueId(), identifier.isTest(), status).line());
    }

    @Override
    public synchronized void close() {
        results.close();
    }
}
