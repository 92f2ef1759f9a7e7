// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.flinkhome;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Directory as accessed by an ordinary user: links are followed and preserved, and the system
 * prevents changes that this user may not make.
 */
final class UsersDirectory implements HomeDirectory {

    private final Path directory;

    UsersDirectory(Path directory) {
        this.directory = directory;
    }

    @Override
    public boolean has(String file) {
        return Files.isRegularFile(directory.resolve(file));
    }

    @Override
    public byte[] read(String file) throws IOException {
        return Files.readAllBytes(directory.resolve(file));
    }

    @Override
    public void write(String file, byte[] content) throws IOException {
        Files.createDirectories(directory);
        Path named = directory.resolve(file);
        Path target = Files.exists(named) ? named.toRealPath() : named;
        if (!replaced(target, content)) {
            // a mount point of its own, or a file of another user that this user may write
            Files.write(target, content);
        }
    }

    @Override
    public void delete(String file) throws IOException {
        Files.deleteIfExists(directory.resolve(file));
    }

    /** Replaces a file by a new one; returns false if that is not possible. */
    private static boolean replaced(Path target, byte[] content) throws IOException {
        Path beside = null;
        try {
            beside = Files.createTempFile(target.getParent(), ".ckptctl-", ".tmp");
            Files.write(beside, content);
            if (!takesAfter(target, beside)) {
                return false;
            }
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException e) {
            if (!Files.isWritable(target)) {
                throw e;
            }
            return false;
        } finally {
            if (beside != null) {
                Files.deleteIfExists(beside);
            }
        }
    }

    /** Gives the new file the attributes of the old one; returns whether that was possible. */
    private static boolean takesAfter(Path old, Path beside) throws IOException {
        if (!Files.exists(old)) {
            Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rw-r--r--"));
            return true;
        }
        PosixFileAttributes model = Files.readAttributes(old, PosixFileAttributes.class);
        PosixFileAttributes own = Files.readAttributes(beside, PosixFileAttributes.class);
        Files.setPosixFilePermissions(beside, model.permissions());
        return model.owner().equals(own.owner()) && model.group().equals(own.group());
    }
}
