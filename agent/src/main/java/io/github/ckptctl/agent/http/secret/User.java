// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.secret;

import io.github.ckptctl.mbeans.Role;

/** Somebody of the users file. Immutable. */
public final class User {

    private final String name;
    private final Role role;

    User(String name, Role role) {
        this.name = name;
        this.role = role;
    }

    /** Returns the name, which has nothing in it that a log line or a header would mind. */
    public String name() {
        return name;
    }

    /** Returns what they may do. */
    public Role role() {
        return role;
    }
}
