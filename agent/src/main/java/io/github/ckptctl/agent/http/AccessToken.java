// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http;

import io.github.ckptctl.agent.http.secret.SecretFile;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The secret that lets a client in, and the file that it shares the secret through.
 *
 * <p>Made anew for each start and gone at its end, unless the file named was there before: then its
 * content is the token, and the file is the operator's. Any thread.
 */
final class AccessToken {

    private static final String OPTION = "jolokia.tokenFile";
    private static final int RANDOM_BYTES = 32;
    private static final int MIN_LENGTH = 16;
    private static final int MAX_LENGTH = 4096;

    private final byte[] secret;
    private final Path file;
    private final boolean ours;

    private AccessToken(String secret, Path file, boolean ours) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
        this.file = file;
        this.ours = ours;
    }

    /**
     * Returns the token of a file, making both where they are not there.
     *
     * @param named the file of {@code jolokia.tokenFile}, null for the default one
     * @param groupMayRead whether the group of a file that is there may read it too
     * @throws IOException with a message for the operator, if the file is open to others, holds no
     *     token, or cannot be read or written
     */
    static AccessToken open(@Nullable Path named, boolean groupMayRead) throws IOException {
        if (named != null && Files.exists(named)) {
            SecretFile secret = SecretFile.of(OPTION, named, groupMayRead);
            return new AccessToken(read(secret), named, false);
        }
        Path file = named == null ? defaultFile() : named;
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        write(file, secret);
        file.toFile().deleteOnExit();
        return new AccessToken(secret, file, true);
    }

    Path file() {
        return file;
    }

    /** Tells whether a text is the token, in a time that does not tell how much of it is right. */
    boolean matches(String presented) {
        return MessageDigest.isEqual(secret, presented.getBytes(StandardCharsets.UTF_8));
    }

    /** Deletes the file, if it was made here. Harmless when called again. */
    void discard() throws IOException {
        if (ours) {
            Files.deleteIfExists(file);
        }
    }

    private static Path defaultFile() throws IOException {
        String name = "ckptctl-" + ProcessHandle.current().pid() + ".token";
        Path file = Paths.get(System.getProperty("java.io.tmpdir"), name).toAbsolutePath();
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            // left by an earlier process of the same number; what it says is not to be trusted
            try {
                Files.delete(file);
            } catch (IOException e) {
                throw fault(file, "is in the way and cannot be deleted; delete it or name another");
            }
        }
        return file;
    }

    private static String read(SecretFile file) throws IOException {
        String secret = file.text().trim();
        if (secret.length() > MAX_LENGTH) {
            throw file.fault("is longer than " + MAX_LENGTH + " characters");
        }
        if (secret.length() < MIN_LENGTH || secret.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw file.fault(
                    "holds no token: one line of at least "
                            + MIN_LENGTH
                            + " printable characters without blanks; write one or delete the file");
        }
        return secret;
    }

    /** Writes beside the file and renames, so that nobody finds it empty or half written. */
    private static void write(Path file, String secret) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        Path temporary = null;
        try {
            temporary = Files.createTempFile(parent, ".ckptctl-", ".tmp", SecretFile.OWNER_ONLY);
            Files.writeString(temporary, secret + "\n", StandardCharsets.US_ASCII);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | UnsupportedOperationException e) {
            if (temporary != null) {
                Files.deleteIfExists(temporary);
            }
            IOException fault = fault(file, "cannot be written (" + e + "); name another place");
            fault.initCause(e);
            throw fault;
        }
    }

    private static IOException fault(Path file, String what) {
        return SecretFile.of(OPTION, file, false).fault(what);
    }
}
