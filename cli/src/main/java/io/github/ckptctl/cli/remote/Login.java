// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.remote;

import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Credentials of a request. Never shown. */
public final class Login {

    private static final Login NONE = new Login("");

    private final String header;

    private Login(String header) {
        this.header = header;
    }

    /** Returns the login without credentials. */
    public static Login none() {
        return NONE;
    }

    /**
     * Returns the login with a token.
     *
     * @throws CliException if it cannot be a token, as it could not be sent
     */
    public static Login token(String token) {
        if (token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new CliException(
                    ExitCode.USAGE,
                    "the token has a character that no token has (blank, accent, control"
                            + " character): is it another file's?");
        }
        return new Login("Bearer " + token);
    }

    /** Returns the login of a user. */
    public static Login user(String name, String password) {
        byte[] both = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new Login("Basic " + Base64.getEncoder().encodeToString(both));
    }

    /** Returns whether there are no credentials. */
    public boolean isNone() {
        return header.isEmpty();
    }

    /** Returns the remedy if this login was not accepted. */
    String refused() {
        return isNone()
                ? " wants a login: give the token with --token-file or CKPTCTL_TOKEN_FILE; the"
                        + " JobManager's log has the file's path"
                : " does not accept this login: each start of the JobManager makes a new token; the"
                        + " JobManager's log has the file's path";
    }

    Optional<String> header() {
        return isNone() ? Optional.empty() : Optional.of(header);
    }
}
