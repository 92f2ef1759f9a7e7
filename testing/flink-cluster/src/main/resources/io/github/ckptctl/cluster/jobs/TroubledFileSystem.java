// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster.jobs;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Files;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.local.LocalFileSystem;

/**
 * The local file system with the failure that a control file names: {@code full}, {@code
 * read-only}, {@code hung}, or {@code hung-deletes}, where deleting alone hangs; anything else is
 * none.
 */
public final class TroubledFileSystem extends LocalFileSystem {

    private static final String SCHEME = "troubled";
    private static final long SLICE_MILLIS = 50;

    @Override
    public URI getUri() {
        return URI.create(SCHEME + ":///");
    }

    @Override
    public FSDataOutputStream create(Path path, WriteMode mode) throws IOException {
        awaitAnswer();
        requireWritable();
        FSDataOutputStream out = super.create(path, mode);
        if (trouble().equals("full")) {
            // the partial content of a file whose writing was aborted
            out.write('{');
            out.close();
            throw new IOException("no space left on device");
        }
        return out;
    }

    @Override
    public boolean mkdirs(Path path) throws IOException {
        awaitAnswer();
        requireWritable();
        return super.mkdirs(path);
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        awaitAnswer();
        awaitEndOf("hung-deletes");
        requireWritable();
        return super.delete(path, recursive);
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        awaitAnswer();
        requireWritable();
        return super.rename(from, to);
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        awaitAnswer();
        return super.listStatus(path);
    }

    private static void requireWritable() throws IOException {
        if (trouble().equals("read-only")) {
            throw new IOException("read-only file system");
        }
    }

    private static void awaitAnswer() throws IOException {
        awaitEndOf("hung");
    }

    private static void awaitEndOf(String trouble) throws IOException {
        while (trouble().equals(trouble)) {
            try {
                Thread.sleep(SLICE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while hung");
            }
        }
    }

    private static String trouble() throws IOException {
        String control = System.getProperty("ckptctl.troubled.control", "");
        java.nio.file.Path file = java.nio.file.Path.of(control);
        return !control.isEmpty() && Files.exists(file) ? Files.readString(file).trim() : "";
    }

    /** Factory that Flink finds through the service loader. */
    public static final class Factory implements FileSystemFactory {

        @Override
        public String getScheme() {
            return SCHEME;
        }

        @Override
        public FileSystem create(URI uri) {
            return new TroubledFileSystem();
        }
    }
}
