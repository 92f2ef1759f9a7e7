// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import java.io.IOException;

/**
 * Reaper that kills a process when this JVM dies, even by a signal that runs no shutdown hook.
 *
 * <p>A small shell waits at the end of a pipe whose other end only this JVM holds; the kernel
 * closes the pipe when the JVM is gone, no matter how it ended. Without a POSIX shell, there is no
 * reaper, and the shutdown hook of {@link FlinkProcess} is the only protection.
 */
final class ProcessReaper implements AutoCloseable {

    private final Process shell;

    private ProcessReaper(Process shell) {
        this.shell = shell;
    }

    /** Ties the life of a process to that of this JVM. */
    static ProcessReaper to(Process process) throws IOException {
        String script = "read -r _; kill -9 $0 2>/dev/null";
        Process shell =
                new ProcessBuilder("sh", "-c", script, Long.toString(process.pid()))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        return new ProcessReaper(shell);
    }

    /** Unties them; the process continues to run. */
    @Override
    public void close() {
        shell.destroyForcibly();
    }
}
