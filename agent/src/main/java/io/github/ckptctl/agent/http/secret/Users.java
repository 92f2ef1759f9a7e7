// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.secret;

import io.github.ckptctl.mbeans.Role;
import org.jspecify.annotations.Nullable;

import javax.security.auth.x500.X500Principal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Content of the users file: {@code name:role:hash} in each line, {@code #} before a comment.
 *
 * <p>The hash is one credential: {@code pbkdf2-sha256$…} for a password, {@code token-sha256$…} for
 * a token, {@code certificate$<subject>} for a client certificate. A name may have several, but one
 * password and one role. Immutable, any thread.
 */
public final class Users {

    private static final String CERTIFICATE = "certificate$";

    private final Map<String, User> byName = new HashMap<>();
    private final Map<String, PasswordHash> passwords = new HashMap<>();
    private final List<Map.Entry<TokenHash, User>> tokens = new ArrayList<>();
    private final Map<X500Principal, User> certificates = new HashMap<>();
    private @Nullable PasswordHash decoy;
    private int work;

    private Users() {}

    /**
     * Reads a users file.
     *
     * @throws IOException with a message that says where and what is wrong, never with a hash
     */
    public static Users read(SecretFile file) throws IOException {
        String[] lines = file.text().split("\\R", -1);
        Users users = new Users();
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].trim();
            if (!line.isEmpty() && !line.startsWith("#")) {
                try {
                    users.add(line);
                } catch (IllegalArgumentException e) {
                    throw file.fault("line " + (i + 1) + ": " + e.getMessage());
                }
            }
        }
        if (users.byName.isEmpty()) {
            throw file.fault("names no user; hash-password of the agent's jar makes a line");
        }
        users.work =
                users.passwords.values().stream()
                        .mapToInt(PasswordHash::iterations)
                        .max()
                        .orElse(0);
        if (users.work > 0) {
            users.decoy = PasswordHash.decoy(users.work);
        }
        return users;
    }

    /** Returns a line of the file for a hash. */
    static String line(String name, String role, Object hash) {
        String line = name + ":" + role.toLowerCase(Locale.ROOT) + ":" + hash;
        new Users().add(line);
        return line;
    }

    /**
     * Returns the user with this name and password, null if there is none.
     *
     * <p>Slow: takes as long for every name, known or not, as for the one whose hash has the most
     * iterations.
     */
    public @Nullable User withPassword(String name, String password) {
        return withPassword(name, password, PasswordHash::derived);
    }

    @Nullable User withPassword(String name, String password, PasswordHash.Derivation derivation) {
        PasswordHash hash = passwords.get(name);
        PasswordHash computed = hash == null ? decoy : hash;
        boolean matches =
                computed != null && computed.matches(password.toCharArray(), work, derivation);
        // to the hash a trailing zero is the same as none
        boolean printable = password.chars().noneMatch(Character::isISOControl);
        return hash != null && matches && printable ? byName.get(name) : null;
    }

    /** Returns the user with this token, null if there is none. */
    public @Nullable User withToken(String token) {
        byte[] digest = TokenHash.digest(token);
        User found = null;
        for (Map.Entry<TokenHash, User> one : tokens) {
            if (one.getKey().matches(digest)) {
                found = one.getValue();
            }
        }
        return found;
    }

    /** Returns the user of a certificate that has been verified, null if there is none. */
    public @Nullable User withCertificate(X500Principal subject) {
        return certificates.get(subject);
    }

    private void add(String line) {
        String[] parts = line.split(":", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("it is not of the form name:role:hash");
        }
        User user = user(parts[0].trim(), role(parts[1].trim()));
        String way = parts[2].trim();
        if (way.startsWith(PasswordHash.PREFIX)) {
            if (passwords.put(user.name(), PasswordHash.parse(way)) != null) {
                throw new IllegalArgumentException(user.name() + " has two passwords");
            }
        } else if (way.startsWith(TokenHash.PREFIX)) {
            tokens.add(Map.entry(TokenHash.parse(way), user));
        } else if (way.startsWith(CERTIFICATE)) {
            X500Principal subject = new X500Principal(way.substring(CERTIFICATE.length()));
            if (subject.getName().isEmpty() || certificates.put(subject, user) != null) {
                throw new IllegalArgumentException("the certificate is empty or there twice");
            }
        } else {
            throw new IllegalArgumentException(
                    "behind the role stands neither "
                            + PasswordHash.PREFIX
                            + " nor "
                            + TokenHash.PREFIX
                            + " nor "
                            + CERTIFICATE);
        }
    }

    private User user(String name, Role role) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}") || name.equals("token")) {
            throw new IllegalArgumentException(
                    "a name is up to 64 of the characters A-Z a-z 0-9 . _ @ - and is not token");
        }
        User user = byName.computeIfAbsent(name, absent -> new User(absent, role));
        if (user.role() != role) {
            throw new IllegalArgumentException(name + " has two roles");
        }
        return user;
    }

    private static Role role(String text) {
        for (Role role : Role.values()) {
            if (role.name().equalsIgnoreCase(text)) {
                return role;
            }
        }
        throw new IllegalArgumentException("the role is not viewer, operator or admin");
    }
}
