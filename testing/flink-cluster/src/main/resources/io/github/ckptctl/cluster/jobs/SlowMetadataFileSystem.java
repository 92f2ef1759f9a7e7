// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster.jobs;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Files;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.local.LocalFileSystem;
import org.apache.flink.core.fs.local.LocalRecoverableWriter;

/**
 * The local file system, except that the file that completes a checkpoint is created slowly.
 *
 * <p>A JobManager writes that file while it holds the lock of the job's checkpoint coordinator.
 */
public final class SlowMetadataFileSystem extends LocalFileSystem {

    private static final String SCHEME = "slowmeta";
    private static final long SLICE_MILLIS = 50;

    @Override
    public URI getUri() {
        return URI.create(SCHEME + ":///");
    }

    @Override
    public FSDataOutputStream create(Path path, WriteMode mode) throws IOException {
        if (path.getName().equals("_metadata")) {
            hold();
        }
        return super.create(path, mode);
    }

    /** Throws, so that Flink writes with {@link #create}. */
    @Override
    public LocalRecoverableWriter createRecoverableWriter() {
        throw new UnsupportedOperationException("plain streams only");
    }

    private static void hold() throws IOException {
        long start = System.nanoTime();
        long restMillis = millis();
        while (restMillis > 0) {
            try {
                Thread.sleep(Math.min(SLICE_MILLIS, restMillis));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while holding a checkpoint");
            }
            restMillis = millis() - (System.nanoTime() - start) / 1_000_000;
        }
    }

    private static long millis() throws IOException {
        String control = System.getProperty("ckptctl.slowmeta.control", "");
        java.nio.file.Path file = java.nio.file.Path.of(control);
        String content =
                !control.isEmpty() && Files.exists(file) ? Files.readString(file).trim() : "";
        return content.isEmpty() ? 0 : Long.parseLong(content);
    }

    /** Factory that Flink finds through the service loader. */
    public static final class Factory implements FileSystemFactory {

        @Override
        public String getScheme() {
            return SCHEME;
        }

        @Override
        public FileSystem create(URI uri) {
            return new SlowMetadataFileSystem();
        }
    }
}
