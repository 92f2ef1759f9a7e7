// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.store;

import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Directory of small files, none of which is ever written twice. */
final class Directory {

    private static final Logger LOG = LoggerFactory.getLogger(Directory.class);

    /** Maximum number of attempts while others change the files. */
    static final int TRIES = 1000;

    private final FileSystem fileSystem;
    private final Path path;

    Directory(FileSystem fileSystem, Path path) {
        this.fileSystem = fileSystem;
        this.path = path;
    }

    void make() throws IOException {
        fileSystem.mkdirs(path);
    }

    void create(String name, String text) throws IOException {
        try (FSDataOutputStream out =
                fileSystem.create(new Path(path, name), WriteMode.NO_OVERWRITE)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Returns a file's text, or the first {@code maxBytes} bytes and one more of a longer one. */
    String read(String name, int maxBytes) throws IOException {
        try (FSDataInputStream in = fileSystem.open(new Path(path, name))) {
            return new String(in.readNBytes(maxBytes + 1), StandardCharsets.UTF_8);
        }
    }

    void rename(String name, String newName) throws IOException {
        fileSystem.rename(new Path(path, name), new Path(path, newName));
    }

    void tryToDelete(String name) {
        try {
            fileSystem.delete(new Path(path, name), false);
        } catch (IOException e) {
            LOG.debug("{} in {} could not be deleted", name, path, e);
        }
    }

    /** Deletes the directory with its contents. */
    void delete() throws IOException {
        fileSystem.delete(path, true);
    }

    /** Returns the names of the files in it; none if it is missing. */
    List<String> names() throws IOException {
        return Stream.of(listed())
                .map(file -> file.getPath().getName())
                .collect(Collectors.toList());
    }

    /**
     * Lists the directory. A missing one gives null or an exception, depending on the file system;
     * so does a file that vanishes meanwhile ({@code LocalFileSystem}, 1.18 to 2.3).
     */
    private FileStatus[] listed() throws IOException {
        for (int left = TRIES; ; left--) {
            try {
                FileStatus @Nullable [] files = fileSystem.listStatus(path);
                return files == null ? new FileStatus[0] : files;
            } catch (FileNotFoundException e) {
                if (!fileSystem.exists(path)) {
                    return new FileStatus[0];
                }
                if (left == 0) {
                    throw e;
                }
            }
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
