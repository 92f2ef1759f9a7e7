// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.secret;

/** Lines of a users file with the cheapest permitted hashes. */
public final class TestingHashes {

    private TestingHashes() {}

    /** Returns the line of a user with a password. */
    public static String password(String name, String role, String password) {
        return Users.line(
                name, role, PasswordHash.of(password.toCharArray(), PasswordHash.MIN_ITERATIONS));
    }

    /** Returns the line of a user with a token. */
    public static String token(String name, String role, String token) {
        return Users.line(name, role, TokenHash.of(token));
    }
}
