// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Files that are made once and kept, by one of several JVMs and threads that all need them. */
final class MadeOnce {

    private MadeOnce() {}

    /**
     * Makes what is not there yet, or waits for whoever is making it.
     *
     * @param lock a file of its own; its directory is made, and it stays
     */
    static void unless(Check isThere, Path lock, Step make) throws IOException {
        if (!isThere.holds()) {
            locked(isThere, lock, make);
        }
    }

    /** One thread at a time: a JVM that asks twice for the same lock of a file is refused. */
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

    /** Looks at files. */
    interface Check {
        boolean holds() throws IOException;
    }

    /** Makes files. */
    interface Step {
        void take() throws IOException;
    }
}
