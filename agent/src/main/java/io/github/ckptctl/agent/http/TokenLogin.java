// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http;

import com.sun.net.httpserver.Headers;
import io.github.ckptctl.mbeans.Role;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Finds out who sends a request, from its one header {@code Authorization}.
 *
 * <p>The token comes as {@code Bearer <token>}, or as the password of {@code Basic} with the user
 * name {@code token} from clients that know nothing else. Whoever has it is an admin. Any thread.
 */
final class TokenLogin {

    private static final Principal TOKEN = Principal.of("token", Role.ADMIN);

    private final AccessToken token;

    TokenLogin(AccessToken token) {
        this.token = token;
    }

    /**
     * Returns who sends the request.
     *
     * @throws Refusal with status 401, the same for every reason
     */
    Principal login(Headers headers) throws Refusal {
        List<String> sent = headers.get("Authorization");
        String presented = sent == null || sent.size() != 1 ? null : presented(sent.get(0));
        if (presented == null || !token.matches(presented)) {
            throw new Refusal(401, "log in with the token: Authorization: Bearer <token>");
        }
        return TOKEN;
    }

    private static @Nullable String presented(String header) {
        int blank = header.indexOf(' ');
        if (blank < 0) {
            return null;
        }
        String scheme = header.substring(0, blank);
        String credentials = header.substring(blank + 1).trim();
        if (scheme.equalsIgnoreCase("Bearer")) {
            return credentials;
        }
        return scheme.equalsIgnoreCase("Basic") ? passwordOfToken(credentials) : null;
    }

    private static @Nullable String passwordOfToken(String credentials) {
        try {
            String pair =
                    new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            String user = TOKEN.name() + ":";
            return pair.startsWith(user) ? pair.substring(user.length()) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
