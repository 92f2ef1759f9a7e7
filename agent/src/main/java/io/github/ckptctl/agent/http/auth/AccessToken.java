// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.auth;

import io.github.ckptctl.agent.http.secret.SecretFile;
import io.github.ckptctl.agent.http.secret.TokenFile;
import io.github.ckptctl.agent.thread.ContainedThreads;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;

/**
 * Secret with which a client logs in, and the file through which it is shared with the client.
 *
 * <p>Created at each start and deleted at the end, unless the named file existed before: then its
 * content is the token, and the file stays. Any thread.
 */
final class AccessToken {

    private static final String OPTION = "jolokia.tokenFile";
    private static final String SUFFIX = ".token";
    private static final int RANDOM_BYTES = 32;
    private static final int MIN_LENGTH = 16;
    private static final int MAX_LENGTH = 4096;

    private final byte[] secret;
    private final TokenFile file;
    private final Thread atTheEnd = ContainedThreads.of("ckptctl-token", this::discardAtTheEnd);

    private AccessToken(String secret, TokenFile file) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
        this.file = file;
    }

    /**
     * Returns the token of a file, and creates both if they are missing.
     *
     * @param named the file of {@code jolokia.tokenFile}, null for the default one
     * @param groupMayRead whether the group of an existing file may read it too
     * @throws IOException with a message for the operator, if the file is open to others, contains
     *     no token, or cannot be read or written
     */
    static AccessToken open(@Nullable Path named, boolean groupMayRead) throws IOException {
        AccessToken token;
        if (named != null && Files.exists(named)) {
            String secret = read(SecretFile.of(OPTION, named, groupMayRead));
            token = new AccessToken(secret, TokenFile.share(named));
        } else {
            Path file = named == null ? defaultFile() : named;
            byte[] random = new byte[RANDOM_BYTES];
            new SecureRandom().nextBytes(random);
            String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
            token = new AccessToken(secret, write(file, secret));
        }
        try {
            Runtime.getRuntime().addShutdownHook(token.atTheEnd);
        } catch (IllegalStateException e) {
            token.file.close();
            throw new IOException("this JVM is ending", e);
        }
        return token;
    }

    Path file() {
        return file.path();
    }

    /**
     * Returns whether a string is the token, in a time that does not reveal how much of it is
     * right.
     */
    boolean matches(String presented) {
        return MessageDigest.isEqual(secret, presented.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Deletes the file, if it was created here and no one else uses it. Harmless when called again.
     */
    void discard() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(atTheEnd);
        } catch (IllegalStateException e) {
            // the JVM is shutting down, and the hook has run or is running now
        }
        file.close();
    }

    private void discardAtTheEnd() {
        try {
            file.close();
        } catch (IOException e) {
            // the file is of no use to anyone once this JVM is gone
        }
    }

    /**
     * Returns the default file. Its name may be taken: by a file of another user, or of a JVM in
     * another container.
     */
    private static Path defaultFile() {
        String name = "ckptctl-" + ProcessHandle.current().pid();
        Path directory = Paths.get(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        Path usual = directory.resolve(name + SUFFIX);
        return TokenFile.isFree(usual)
                ? usual
                : directory.resolve(name + "-" + UUID.randomUUID() + SUFFIX);
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

    private static TokenFile write(Path file, String secret) throws IOException {
        try {
            return TokenFile.make(file, secret);
        } catch (IOException | UnsupportedOperationException e) {
            IOException fault = fault(file, "cannot be written (" + e + "); name another place");
            fault.initCause(e);
            throw fault;
        }
    }

    private static IOException fault(Path file, String what) {
        return SecretFile.of(OPTION, file, false).fault(what);
    }
}
