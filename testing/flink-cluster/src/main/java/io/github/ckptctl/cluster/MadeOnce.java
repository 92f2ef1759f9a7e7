// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Files that are created once and kept, by one of several JVMs and threads that all need them. */
final class MadeOnce {

    private MadeOnce() {}

    /**
     * Creates what is missing, or waits for the thread or process that is creating it.
     *
     * @param lock a file of its own; its directory is created, and it stays
     */
    static void unless(Check isThere, Path lock, Step make) throws IOException {
        if (!isThere.holds()) {
            locked(isThere, lock, make);
        }
    }

    /** Runs in one thread at a time: a JVM that requests the same file lock twice is rejected. */
    private static synchronized void locked(Check isThere, Path lock, Step make)
            throws IOException {
        Files.createDirectories(lock.getParent());
        try (FileChannel channel =
                        FileChannel.open(
                                lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            if (held.isValid() && !isThere.holds()) {
                make.take();
            }
        }
    }

    /** Check of existing files. */
    interface Check {
        boolean holds() throws IOException;
    }

    /** Creation of files. */
    interface Step {
        void take() throws IOException;
    }
}
