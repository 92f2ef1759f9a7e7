// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.secret;

import io.github.ckptctl.mbeans.Role;

/** User from the users file. Immutable. */
public final class User {

    private final String name;
    private final Role role;

    User(String name, Role role) {
        this.name = name;
        this.role = role;
    }

    /** Returns the name, which is safe in a log line and in a header. */
    public String name() {
        return name;
    }

    /** Returns the role. */
    public Role role() {
        return role;
    }
}
