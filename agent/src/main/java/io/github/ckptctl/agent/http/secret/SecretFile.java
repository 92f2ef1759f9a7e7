// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.secret;

import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * File of the operator's that contains a secret, read only if no one else can read or change it.
 *
 * <p>Links are followed, since secrets that an orchestrator mounts are links; the file at their end
 * is checked. Any thread.
 */
public final class SecretFile {

    /** Attribute for creating files with secrets: mode 0600 from the start. */
    public static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final int MAX_BYTES = 1024 * 1024;
    private static final Integer ROOT = 0;

    private final String option;
    private final Path path;
    private final boolean groupMayRead;

    private SecretFile(String option, Path path, boolean groupMayRead) {
        this.option = option;
        this.path = path;
        this.groupMayRead = groupMayRead;
    }

    /**
     * Returns a file by its path.
     *
     * @param option the option that named it, for messages
     * @param groupMayRead whether its group may read it too, as is necessary for a mounted secret
     */
    public static SecretFile of(String option, Path path, boolean groupMayRead) {
        return new SecretFile(option, path, groupMayRead);
    }

    /** Returns its path. */
    public Path path() {
        return path;
    }

    /**
     * Returns its content.
     *
     * @throws IOException with a message that says what to do, if it is open to others, belongs to
     *     someone other than this process's user or root, is longer than 1 MB or cannot be read
     */
    public byte[] bytes() throws IOException {
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw fault("is not a file that this process can read");
        }
        requirePrivate();
        if (!Files.getAttribute(path, "unix:uid").equals(ROOT) && !ProcessUser.owns(path)) {
            throw fault("belongs to another user than the one this process runs as");
        }
        if (Files.size(path) > MAX_BYTES) {
            throw fault("is longer than " + MAX_BYTES + " bytes");
        }
        return Files.readAllBytes(path);
    }

    /**
     * Returns its content as a text in UTF-8, or in the encoding of its byte order mark, under the
     * conditions of {@link #bytes()}.
     */
    public String text() throws IOException {
        try {
            return FileText.of(bytes());
        } catch (UnsupportedEncodingException e) {
            throw fault(String.valueOf(e.getMessage()));
        }
    }

    /** Returns an exception with a message that names the option and the file. */
    public IOException fault(String what) {
        return new IOException(option + ": " + path + " " + what);
    }

    private void requirePrivate() throws IOException {
        Set<PosixFilePermission> permissions;
        try {
            permissions = Files.getPosixFilePermissions(path);
        } catch (UnsupportedOperationException e) {
            throw fault("is on a file system without owner and mode; name another place");
        }
        String mode = PosixFilePermissions.toString(permissions);
        permissions.removeIf(permission -> permission.name().startsWith("OWNER"));
        if (groupMayRead) {
            permissions.remove(PosixFilePermission.GROUP_READ);
        }
        if (!permissions.isEmpty()) {
            throw fault(
                    "has mode "
                            + mode
                            + (groupMayRead
                                    ? ", so others than its owner and group can use it; run chmod"
                                            + " 640 on it, or mount it with defaultMode 0440"
                                    : ", so others than its owner can use it; run chmod 600 on it,"
                                            + " or set jolokia.allowGroupReadable=true if it is a"
                                            + " mounted secret that only its group can read"));
        }
    }
}
