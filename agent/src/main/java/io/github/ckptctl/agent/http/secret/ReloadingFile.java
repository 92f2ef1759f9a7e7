// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.secret;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Content of some files, read again when they have changed.
 *
 * <p>Has no thread: the calling thread checks the files, at most once in a second, and only one
 * thread at a time; the others continue with the known content. Files that can no longer be read
 * cause one warning, and their previous content stays effective. Any thread.
 *
 * @param <T> the content, immutable
 */
public final class ReloadingFile<T> {

    private static final Logger LOG = LoggerFactory.getLogger(ReloadingFile.class);

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final String what;
    private final List<Path> files;
    private final Reader<T> reader;
    private final LongSupplier nanoClock;
    private final ReentrantLock looking = new ReentrantLock();

    private volatile T value;
    private volatile long lookedAt;
    private List<String> stamps;

    /**
     * Reads the files for the first time.
     *
     * @param what a description of the files, for the log
     * @throws IOException if they cannot be read
     */
    public ReloadingFile(String what, List<Path> files, Reader<T> reader, LongSupplier nanoClock)
            throws IOException {
        this.what = what;
        this.files = List.copyOf(files);
        this.reader = reader;
        this.nanoClock = nanoClock;
        this.stamps = stamps(files);
        this.value = reader.read();
        this.lookedAt = nanoClock.getAsLong();
    }

    /** Returns the content of the files, as of the last second. */
    public T current() {
        if (nanoClock.getAsLong() - lookedAt >= SECOND_NANOS && looking.tryLock()) {
            try {
                look();
            } finally {
                looking.unlock();
            }
        }
        return value;
    }

    private void look() {
        lookedAt = nanoClock.getAsLong();
        // before the files are read: a change meanwhile is noticed the next time
        List<String> now = stamps(files);
        if (now.equals(stamps)) {
            return;
        }
        stamps = now;
        try {
            value = reader.read();
            LOG.info("{} read again: {}", what, files);
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} changed and cannot be used; what was read before holds", what, e);
        }
    }

    private static List<String> stamps(List<Path> files) {
        List<String> stamps = new ArrayList<>();
        for (Path file : files) {
            stamps.add(stamp(file));
        }
        return stamps;
    }

    /**
     * Returns a stamp that distinguishes states of a file, also after a change of its mode alone.
     */
    private static String stamp(Path file) {
        try {
            Map<String, Object> attributes =
                    Files.readAttributes(file, "unix:ino,size,lastModifiedTime,ctime");
            return new TreeMap<>(attributes).toString();
        } catch (IOException | UnsupportedOperationException e) {
            return "unreadable";
        }
    }

    /**
     * Reader of files as a whole.
     *
     * @param <T> their content
     */
    @FunctionalInterface
    public interface Reader<T> {

        /** Returns their current content, or throws with a message for the operator. */
        T read() throws IOException;
    }
}
