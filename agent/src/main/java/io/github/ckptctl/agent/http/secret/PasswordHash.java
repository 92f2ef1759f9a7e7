// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.secret;

import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Stored form of a password: {@code pbkdf2-sha256$<iterations>$<salt>$<hash>}, salt and hash in
 * Base64 of the URL alphabet.
 *
 * <p>Slow to compute on purpose. The number of iterations is part of the text, so that it can grow.
 * Immutable, any thread.
 */
public final class PasswordHash {

    /** Prefix of this kind of hash. */
    static final String PREFIX = "pbkdf2-sha256$";

    /** Number of iterations that {@link #of} uses. */
    static final int ITERATIONS = 600_000;

    static final int MIN_ITERATIONS = 100_000;
    static final int MAX_ITERATIONS = 10_000_000;

    private static final int BYTES = 32;
    private static final int SALT_BYTES = 16;

    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(int iterations, byte[] salt, byte[] hash) {
        this.iterations = iterations;
        this.salt = salt;
        this.hash = hash;
    }

    /** Hashes a password with a new salt and the usual number of iterations. */
    public static PasswordHash of(char[] password) {
        return of(password, ITERATIONS);
    }

    static PasswordHash of(char[] password, int iterations) {
        byte[] salt = random(SALT_BYTES);
        return new PasswordHash(iterations, salt, derived(password, salt, iterations));
    }

    /**
     * Returns a hash that no password has, to spend the same time on an unknown user as on a known
     * one.
     */
    static PasswordHash decoy(int iterations) {
        return new PasswordHash(iterations, random(SALT_BYTES), random(BYTES));
    }

    /**
     * Parses the text that {@link #toString()} wrote.
     *
     * @throws IllegalArgumentException with a message without the hash, if it is not one
     */
    static PasswordHash parse(String text) {
        String[] parts = text.split("\\$", -1);
        if (parts.length != 4 || !text.startsWith(PREFIX) || !parts[1].matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException(
                    "the hash is not of the form " + PREFIX + "<iterations>$<salt>$<hash>");
        }
        int iterations = Integer.parseInt(parts[1]);
        if (iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS) {
            throw new IllegalArgumentException(
                    "the hash has "
                            + iterations
                            + " iterations, which is not "
                            + MIN_ITERATIONS
                            + " to "
                            + MAX_ITERATIONS);
        }
        byte[] salt = decoded(parts[2]);
        byte[] hash = decoded(parts[3]);
        if (salt.length < SALT_BYTES || hash.length != BYTES) {
            throw new IllegalArgumentException("the hash or its salt has been cut");
        }
        return new PasswordHash(iterations, salt, hash);
    }

    /**
     * Returns whether a password is the one, in a time that reveals neither how close it is nor how
     * many iterations this hash has.
     *
     * @param work the iterations to spend in total, at least those of this hash
     * @param derivation the function they are spent on
     */
    boolean matches(char[] password, int work, Derivation derivation) {
        byte[] derived = derivation.derive(password, salt, iterations);
        if (work > iterations) {
            derivation.derive(password, salt, work - iterations);
        }
        return MessageDigest.isEqual(hash, derived);
    }

    int iterations() {
        return iterations;
    }

    /** Returns the text for the users file. */
    @Override
    public String toString() {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return PREFIX
                + iterations
                + "$"
                + encoder.encodeToString(salt)
                + "$"
                + encoder.encodeToString(hash);
    }

    static byte[] decoded(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the hash is not Base64", e);
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    static byte[] derived(char[] password, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, BYTES * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
        }
    }

    /** {@link #derived}, or its replacement in a test. */
    @FunctionalInterface
    interface Derivation {
        byte[] derive(char[] password, byte[] salt, int iterations);
    }
}
