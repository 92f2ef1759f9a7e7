// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.auth;

import io.github.ckptctl.agent.http.JolokiaOptions;
import io.github.ckptctl.agent.http.secret.ReloadingFile;
import io.github.ckptctl.agent.http.secret.SecretFile;
import io.github.ckptctl.agent.http.secret.Users;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Credentials that are accepted: the token, the users file, or both. A token is created only if
 * there are no users, or if its file is named. Any thread.
 */
public final class Credentials {

    private final @Nullable AccessToken token;
    private final @Nullable Path usersFile;
    private final @Nullable ReloadingFile<Users> users;

    private Credentials(
            @Nullable AccessToken token,
            @Nullable Path usersFile,
            @Nullable ReloadingFile<Users> users) {
        this.token = token;
        this.usersFile = usersFile;
        this.users = users;
    }

    /**
     * Reads the files, and creates the token if there is to be one.
     *
     * @throws IOException with a message for the operator; nothing is left
     */
    public static Credentials open(JolokiaOptions options, LongSupplier nanoClock)
            throws IOException {
        Path usersFile = options.usersFile();
        if (usersFile == null) {
            return new Credentials(token(options), null, null);
        }
        SecretFile file = SecretFile.of("jolokia.usersFile", usersFile, options.isGroupMayRead());
        ReloadingFile<Users> users =
                new ReloadingFile<>(
                        "The users of jolokia.usersFile",
                        List.of(usersFile),
                        () -> Users.read(file),
                        nanoClock);
        AccessToken token = options.tokenFile() == null ? null : token(options);
        return new Credentials(token, usersFile, users);
    }

    public Authenticator login(
            Predicate<X509Certificate[]> trusted,
            LongSupplier nanoClock,
            Duration restAfterFailure) {
        ReloadingFile<Users> known = users;
        return new Authenticator(
                token,
                known == null ? null : known::current,
                trusted,
                new LoginThrottle(nanoClock),
                new PasswordVerifier(restAfterFailure));
    }

    public @Nullable Path tokenFile() {
        return token == null ? null : token.file();
    }

    /** Returns the places of the credentials, for the log. */
    public String where() {
        String tokenIs = token == null ? "" : "the token is in " + token.file();
        String usersAre = usersFile == null ? "" : "the users are in " + usersFile;
        return tokenIs.isEmpty() || usersAre.isEmpty()
                ? tokenIs + usersAre
                : usersAre + ", " + tokenIs;
    }

    public void discard() throws IOException {
        if (token != null) {
            token.discard();
        }
    }

    private static AccessToken token(JolokiaOptions options) throws IOException {
        return AccessToken.open(options.tokenFile(), options.isGroupMayRead());
    }
}
