// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A metrics collector that runs until it is closed. */
final class Collector implements AutoCloseable {

    private final Process process;
    private final Path output;

    private Collector(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts a collector.
     *
     * @param output the file for both its streams
     * @param variables additional variables in its environment
     */
    static Collector start(List<String> command, Path output, Map<String, String> variables)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().putAll(variables);
        return new Collector(builder.start(), output);
    }

    /** Returns its output so far. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
