// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.server;

import io.github.ckptctl.agent.http.secret.TestingHashes;
import io.github.ckptctl.mbeans.Role;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A users file with a user in each role; the hashes are computed once for all tests. */
final class TestingUsers {

    static final String PASSWORD = "correct horse";
    static final String TOKEN = "0123456789abcdef0123456789abcdef";

    /** Names of the users by role; each has {@link #PASSWORD}. */
    static final Map<Role, String> NAMES =
            Map.of(Role.VIEWER, "vera", Role.OPERATOR, "oscar", Role.ADMIN, "ada");

    static final String TEXT =
            String.join(
                    "\n",
                    "# for tests",
                    TestingHashes.password("vera", "viewer", PASSWORD),
                    TestingHashes.password("oscar", "operator", PASSWORD),
                    TestingHashes.password("ada", "admin", PASSWORD),
                    TestingHashes.token("ci", "viewer", TOKEN),
                    "ada:admin:certificate$CN=ada,O=Example",
                    "");

    private TestingUsers() {}

    static Path file(Path directory) throws IOException {
        return EndpointFixture.secret(directory.resolve("users"), TEXT);
    }

    static String login(Role role) {
        return EndpointFixture.basic(NAMES.get(role), PASSWORD);
    }
}
