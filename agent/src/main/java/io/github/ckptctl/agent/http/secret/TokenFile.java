// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.secret;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * File with a token, and the lock that shows others that a living process uses it.
 *
 * <p>A process that uses the file holds a shared lock on it for as long as it lives; a process that
 * wants to delete or replace the file needs the exclusive one. So neither a process of the same
 * number, in another container with the same temporary directory, nor one that was given the same
 * name removes a token that is in use. Any thread.
 */
public final class TokenFile implements AutoCloseable {

    /** Files of this JVM: locking a file twice, or closing it, would end the first lock. */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final @Nullable String made;
    private final @Nullable FileChannel channel;

    private TokenFile(Path path, @Nullable String made, @Nullable FileChannel channel) {
        this.path = path;
        this.made = made;
        this.channel = channel;
    }

    /**
     * Creates a file with a secret in it. Writes beside it and renames, so that no one finds it
     * empty or half written.
     */
    public static TokenFile make(Path path, String secret) throws IOException {
        Path absolute = path.toAbsolutePath();
        Path temporary =
                Files.createTempFile(
                        absolute.getParent(), ".ckptctl-", ".tmp", SecretFile.OWNER_ONLY);
        try {
            String text = secret + "\n";
            Files.writeString(temporary, text, StandardCharsets.US_ASCII);
            // locked before others see it
            FileChannel channel = locked(temporary);
            Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE);
            OURS.add(absolute);
            return new TokenFile(absolute, text, channel);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    /** Uses an existing file, of the operator's or another process's. */
    public static TokenFile share(Path path) {
        Path absolute = path.toAbsolutePath();
        FileChannel channel = null;
        if (OURS.add(absolute)) {
            try {
                channel = locked(absolute);
            } catch (IOException e) {
                // a file system without locks: no one deletes what they cannot lock
                OURS.remove(absolute);
            }
        }
        return new TokenFile(absolute, null, channel);
    }

    /**
     * Returns whether there is no file of this name, after deleting one that belongs to this user
     * and that no one uses.
     */
    public static boolean isFree(Path path) {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        if (OURS.contains(path.toAbsolutePath())) {
            return false;
        }
        try (FileChannel channel =
                        FileChannel.open(
                                path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock lock = channel.tryLock()) {
            if (lock == null || !ProcessUser.owns(path, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            Files.delete(path);
            return true;
        } catch (IOException | OverlappingFileLockException e) {
            return false;
        }
    }

    /** Returns its path. */
    public Path path() {
        return path;
    }

    /**
     * Releases the file: one that was created here is deleted, unless someone else uses it or has
     * put another in its place. Harmless when called again.
     */
    @Override
    public void close() throws IOException {
        FileChannel held = channel;
        if (held == null || !held.isOpen()) {
            return;
        }
        held.close();
        OURS.remove(path);
        if (made != null && isStillOurs(made)) {
            isFree(path);
        }
    }

    private boolean isStillOurs(String text) {
        try {
            return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                    && Files.readString(path, StandardCharsets.ISO_8859_1).equals(text);
        } catch (IOException e) {
            return false;
        }
    }

    private static FileChannel locked(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            if (channel.tryLock(0, Long.MAX_VALUE, true) == null) {
                throw new IOException(path + " is locked by another process");
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }
}
