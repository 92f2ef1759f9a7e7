// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.flinkhome;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * Directory as accessed by root, while it may belong to another user: no link below the
 * distribution is followed, since its owner could have created one to have a file of root's
 * changed.
 *
 * <p>Exchanging files meanwhile does not help that owner either: the directory is held open and
 * files are named relative to it, and a new file gets its owner in a directory beside it that only
 * root can change.
 */
final class RootsDirectory implements HomeDirectory {

    private static final LinkOption NO_LINK = LinkOption.NOFOLLOW_LINKS;

    private static final FileAttribute<Set<PosixFilePermission>> OWN_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final FileAttribute<Set<PosixFilePermission>> OWN_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path home;
    private final Path name;

    RootsDirectory(Path home, String name) {
        this.home = home;
        this.name = Paths.get(name);
    }

    @Override
    public boolean has(String file) {
        Path path = home.resolve(name).resolve(file);
        return !Files.isSymbolicLink(home.resolve(name)) && Files.isRegularFile(path, NO_LINK);
    }

    @Override
    public byte[] read(String file) throws IOException {
        try (SecureDirectoryStream<Path> directory = open()) {
            PosixFileAttributes found = attributes(directory, file);
            try (SeekableByteChannel channel =
                    directory.newByteChannel(
                            Paths.get(file), Set.of(StandardOpenOption.READ, NO_LINK))) {
                ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(found.size()));
                while (content.hasRemaining() && channel.read(content) >= 0) {
                    // until it is read completely
                }
                return content.array();
            }
        }
    }

    @Override
    public void write(String file, byte[] content) throws IOException {
        if (!Files.isDirectory(home.resolve(name), NO_LINK)) {
            refuseLink(home.resolve(name));
            Files.createDirectory(home.resolve(name));
        }
        try (SecureDirectoryStream<Path> directory = open()) {
            PosixFileAttributes model = has(file) ? attributes(directory, file) : null;
            refuseLink(home.resolve(name).resolve(file));
            Path beside = Paths.get(".ckptctl-" + UUID.randomUUID());
            Files.createDirectory(home.resolve(name).resolve(beside), OWN_DIRECTORY);
            try (SecureDirectoryStream<Path> own = directory.newDirectoryStream(beside, NO_LINK)) {
                requireRoots(own);
                write(own, file, content);
                PosixFileAttributeView view =
                        own.getFileAttributeView(
                                Paths.get(file), PosixFileAttributeView.class, NO_LINK);
                if (model == null) {
                    view.setPermissions(PosixFilePermissions.fromString("rw-r--r--"));
                } else {
                    view.setPermissions(model.permissions());
                    view.setGroup(model.group());
                    view.setOwner(model.owner());
                }
                own.move(Paths.get(file), directory, Paths.get(file));
            } finally {
                directory.deleteDirectory(beside);
            }
        }
    }

    @Override
    public void delete(String file) throws IOException {
        try (SecureDirectoryStream<Path> directory = open()) {
            directory.deleteFile(Paths.get(file));
        } catch (NoSuchFileException e) {
            // it is to be absent anyway
        }
    }

    /**
     * Opens the directory, which must be a directory and not a link, in a distribution at its given
     * path.
     */
    private SecureDirectoryStream<Path> open() throws IOException {
        refuseLink(home.resolve(name));
        try (DirectoryStream<Path> top = Files.newDirectoryStream(home)) {
            if (!(top instanceof SecureDirectoryStream)) {
                throw new IOException(
                        "this system gives root no safe way into another user's directory; run"
                                + " this as the owner of "
                                + home);
            }
            return ((SecureDirectoryStream<Path>) top).newDirectoryStream(name, NO_LINK);
        }
    }

    private PosixFileAttributes attributes(SecureDirectoryStream<Path> directory, String file)
            throws IOException {
        refuseLink(home.resolve(name).resolve(file));
        PosixFileAttributes found =
                directory
                        .getFileAttributeView(
                                Paths.get(file), PosixFileAttributeView.class, NO_LINK)
                        .readAttributes();
        if (!found.isRegularFile()) {
            throw new IOException(home.resolve(name).resolve(file) + " is not a file");
        }
        return found;
    }

    private static void write(SecureDirectoryStream<Path> own, String file, byte[] content)
            throws IOException {
        try (SeekableByteChannel channel =
                own.newByteChannel(
                        Paths.get(file),
                        Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, NO_LINK),
                        OWN_FILE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        }
    }

    /**
     * Checks that the directory is root's: it was created by its path, which the owner of the
     * distribution can redirect.
     */
    private static void requireRoots(SecureDirectoryStream<Path> own) throws IOException {
        PosixFileAttributes found =
                own.getFileAttributeView(PosixFileAttributeView.class).readAttributes();
        if (!found.owner().getName().equals("root")
                || !found.permissions().equals(OWN_DIRECTORY.value())) {
            throw new IOException("the directory was exchanged meanwhile");
        }
    }

    private void refuseLink(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            throw new IOException(
                    path
                            + " is a link, which is not followed as root: the owner of "
                            + home
                            + " could have a file of root's changed. Run this as that user, or name"
                            + " the directory that the link leads to");
        }
    }
}
