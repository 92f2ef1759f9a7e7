// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A screen without a monitor, for the windows of one program. */
final class Screen implements AutoCloseable {

    private final Process process;
    private final String display;

    /** Opens a screen; skips the test if none is available. */
    Screen(Path directory) throws IOException {
        Path number = Files.createTempFile(directory, "display", "");
        process = start(number);
        await("a screen")
                .atMost(Duration.ofMinutes(3))
                .until(() -> Files.readString(number).endsWith("\n") || !process.isAlive());
        display = ":" + Files.readString(number).trim();
    }

    private static Process start(Path number) {
        ProcessBuilder builder =
                new ProcessBuilder(
                        "Xvfb",
                        "-displayfd",
                        "1",
                        "-screen",
                        "0",
                        "1024x1400x24",
                        "-nolisten",
                        "tcp");
        builder.redirectOutput(number.toFile());
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            return builder.start();
        } catch (IOException e) {
            System.out.println("JConsole is not tried: there is no Xvfb (" + e.getMessage() + ")");
            assumeTrue(false, "there is no Xvfb");
            throw new IllegalStateException(e);
        }
    }

    /** Makes a program show its windows on this screen. */
    void show(ProcessBuilder program) {
        program.environment().put("DISPLAY", display);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
