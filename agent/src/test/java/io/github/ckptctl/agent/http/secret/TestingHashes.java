// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.secret;

/** Lines of a users file with passwords and tokens. */
public final class TestingHashes {

    /** Number of iterations of the cheapest permitted hash. */
    public static final int CHEAPEST = PasswordHash.MIN_ITERATIONS;

    private TestingHashes() {}

    /** Returns the line of a user with a password. */
    public static String password(String name, String role, String password) {
        return password(name, role, password, CHEAPEST);
    }

    /** Returns the line of a user with a password whose check takes as long as one wishes. */
    public static String password(String name, String role, String password, int iterations) {
        return Users.line(name, role, PasswordHash.of(password.toCharArray(), iterations));
    }

    /** Returns the line of a user with a token. */
    public static String token(String name, String role, String token) {
        return Users.line(name, role, TokenHash.of(token));
    }
}
