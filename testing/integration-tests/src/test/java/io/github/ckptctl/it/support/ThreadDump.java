// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Thread dump of another JVM. */
public final class ThreadDump {

    private ThreadDump() {}

    /** Returns the stacks of all threads, with the locks they hold. */
    public static String of(long pid) {
        String command = Path.of(System.getProperty("java.home"), "bin", "jstack").toString();
        try {
            Process process =
                    new ProcessBuilder(command, Long.toString(pid))
                            .redirectErrorStream(true)
                            .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
