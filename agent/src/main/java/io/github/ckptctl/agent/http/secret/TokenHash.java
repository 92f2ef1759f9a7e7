// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Stored form of a token: {@code token-sha256$<hash>}.
 *
 * <p>Fast to compute, so it is only for secrets that are long and random. Immutable, any thread.
 */
final class TokenHash {

    static final String PREFIX = "token-sha256$";

    /** The minimum length of a token: 192 random bits in Base64. */
    static final int MIN_LENGTH = 32;

    private final byte[] hash;

    private TokenHash(byte[] hash) {
        this.hash = hash;
    }

    /**
     * Hashes a token.
     *
     * @throws IllegalArgumentException if it is too short, or cannot be sent in a header
     */
    static TokenHash of(String token) {
        if (token.length() < MIN_LENGTH || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new IllegalArgumentException(
                    "a token is at least "
                            + MIN_LENGTH
                            + " printable characters without blanks; make one with: openssl rand"
                            + " -base64 32");
        }
        return new TokenHash(digest(token));
    }

    static TokenHash parse(String text) {
        byte[] hash = PasswordHash.decoded(text.substring(PREFIX.length()));
        if (hash.length != digest("").length) {
            throw new IllegalArgumentException("the hash has been cut");
        }
        return new TokenHash(hash);
    }

    boolean matches(byte[] digest) {
        return MessageDigest.isEqual(hash, digest);
    }

    static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }
}
