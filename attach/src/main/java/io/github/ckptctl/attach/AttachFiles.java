// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;

/**
 * Files needed to attach to a JVM that has a {@code /tmp} of its own, while it shares process ids:
 * a service with PrivateTmp, or a debug container. In this case the JDK (17.0.15 for one) looks for
 * the JVM's socket in this process's {@code /tmp}, and creates the request to listen where the JVM
 * does not see it. So the request is created where the JVM sees it, and a link leads to the socket.
 */
final class AttachFiles implements AutoCloseable {

    private static final Path TMP = Paths.get("/tmp");

    private final List<Path> made = new ArrayList<>();

    private AttachFiles() {}

    /**
     * Creates the files that a JVM needs, none for one that sees the same files as this process.
     */
    static AttachFiles of(ProcessFiles process) throws IOException {
        AttachFiles files = new AttachFiles();
        if (process.sharesMounts().orElse(true) || !process.isOpen()) {
            return files;
        }
        Path itsTmp = process.tmp();
        if (Files.isSameFile(itsTmp, TMP)) {
            return files;
        }
        try {
            files.make(itsTmp, process.ownPid());
            return files;
        } catch (IOException e) {
            files.close();
            throw e;
        }
    }

    private void make(Path itsTmp, String pid) throws IOException {
        Path socket = itsTmp.resolve(".java_pid" + pid);
        if (!Files.exists(socket)) {
            Path request = itsTmp.resolve(".attach_pid" + pid);
            try {
                made.add(Files.createFile(request));
            } catch (FileAlreadyExistsException e) {
                // another process attaches at the same time
            }
        }
        Path link = TMP.resolve(socket.getFileName());
        if (Files.isSymbolicLink(link)) {
            // left by a command that was killed
            Files.delete(link);
        }
        made.add(Files.createSymbolicLink(link, socket));
    }

    @Override
    public void close() {
        for (Path file : made) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // the other process has ended, and its files with it
            }
        }
        made.clear();
    }
}
