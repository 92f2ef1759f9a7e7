// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.auth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import io.github.ckptctl.agent.http.RequestRejectedException;
import io.github.ckptctl.agent.http.secret.User;
import io.github.ckptctl.agent.http.secret.Users;
import io.github.ckptctl.mbeans.Role;
import org.jspecify.annotations.Nullable;

import javax.net.ssl.SSLPeerUnverifiedException;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Authenticator of the caller of a request.
 *
 * <p>A token comes as {@code Bearer <token>}, or as the password of {@code Basic} with the user
 * name {@code token} from clients that support nothing else; a password comes as {@code Basic}.
 * Only a request without the header {@code Authorization} is identified by the client's
 * certificate, which must be valid at each request, not only when its connection began. A client
 * with the endpoint's own token is an admin, the others have the role in the users file. Any
 * thread.
 */
public final class Authenticator {

    /** The user name under which Basic carries a token. */
    static final String TOKEN = "token";

    private static final X509Certificate[] NONE = {};

    private final @Nullable AccessToken token;
    private final @Nullable Supplier<Users> users;
    private final Predicate<X509Certificate[]> trusted;
    private final LoginThrottle failures;
    private final PasswordVerifier passwords;

    /**
     * Creates the authenticator.
     *
     * @param token the endpoint's own, null if it has none
     * @param users the current users file, null if there is none
     * @param trusted whether certificates that a connection began with are currently valid
     */
    Authenticator(
            @Nullable AccessToken token,
            @Nullable Supplier<Users> users,
            Predicate<X509Certificate[]> trusted,
            LoginThrottle failures,
            PasswordVerifier passwords) {
        this.token = token;
        this.users = users;
        this.trusted = trusted;
        this.failures = failures;
        this.passwords = passwords;
    }

    /**
     * Returns the caller of the request.
     *
     * @throws RequestRejectedException with status 401, the same for every reason; 429 after too
     *     many failures, and 503 while too many passwords are being checked
     */
    public Principal login(HttpExchange exchange) throws RequestRejectedException {
        X509Certificate[] shown = shown(exchange);
        if (shown.length > 0 && !trusted.test(shown)) {
            // it was valid when the connection began; a client that opens one now learns that it is
            // not
            exchange.getResponseHeaders().set("Connection", "close");
            throw needed();
        }
        List<String> sent = exchange.getRequestHeaders().get("Authorization");
        if (sent == null) {
            Principal known = byCertificate(shown);
            if (known != null) {
                return known;
            }
            throw needed();
        }
        InetAddress address = exchange.getRemoteAddress().getAddress();
        boolean slowed = failures.isSlowed(address);
        Principal principal = sent.size() == 1 ? of(sent.get(0), slowed) : null;
        if (principal == null) {
            failures.add(address);
            throw slowed ? PasswordVerifier.slowedDown() : needed();
        }
        return principal;
    }

    private @Nullable Principal of(String header, boolean slowed) throws RequestRejectedException {
        int blank = header.indexOf(' ');
        String scheme = header.substring(0, Math.max(0, blank));
        String credentials = header.substring(blank + 1).trim();
        if (scheme.equalsIgnoreCase("Bearer")) {
            return byToken(credentials);
        }
        String pair = scheme.equalsIgnoreCase("Basic") ? decoded(credentials) : "";
        int colon = pair.indexOf(':');
        if (colon < 0) {
            return null;
        }
        String name = pair.substring(0, colon);
        String password = pair.substring(colon + 1);
        return name.equals(TOKEN) ? byToken(password) : byPassword(name, password, slowed);
    }

    private @Nullable Principal byToken(String presented) {
        if (token != null && token.matches(presented)) {
            return Principal.of(TOKEN, Role.ADMIN, TOKEN);
        }
        return principal(users == null ? null : users.get().withToken(presented), TOKEN);
    }

    private @Nullable Principal byPassword(String name, String password, boolean slowed)
            throws RequestRejectedException {
        return users == null
                ? null
                : principal(passwords.check(users.get(), name, password, slowed), "password");
    }

    private @Nullable Principal byCertificate(X509Certificate[] shown) {
        return users == null || shown.length == 0
                ? null
                : principal(
                        users.get().withCertificate(shown[0].getSubjectX500Principal()),
                        "certificate");
    }

    /** Returns the certificate that the client presented and those that certify it, or none. */
    private static X509Certificate[] shown(HttpExchange exchange) {
        if (!(exchange instanceof HttpsExchange)) {
            return NONE;
        }
        try {
            Certificate[] shown = ((HttpsExchange) exchange).getSSLSession().getPeerCertificates();
            return Arrays.copyOf(shown, shown.length, X509Certificate[].class);
        } catch (SSLPeerUnverifiedException e) {
            return NONE;
        }
    }

    private static @Nullable Principal principal(@Nullable User user, String login) {
        return user == null ? null : Principal.of(user, login);
    }

    private static String decoded(String credentials) {
        try {
            return new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private RequestRejectedException needed() {
        return new RequestRejectedException(
                401,
                users == null
                        ? "log in with the token: Authorization: Bearer <token>"
                        : "log in: Authorization: Basic <name and password>, or Bearer <token>");
    }
}
