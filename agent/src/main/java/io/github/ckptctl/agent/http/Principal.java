// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http;

import io.github.ckptctl.agent.http.secret.User;
import io.github.ckptctl.mbeans.Role;

/** Who has logged in, how, and what they may. */
final class Principal {

    private final String name;
    private final Role role;
    private final String login;

    private Principal(String name, Role role, String login) {
        this.name = name;
        this.role = role;
        this.login = login;
    }

    /**
     * Returns somebody.
     *
     * @param login how they have shown who they are: token, password or certificate
     */
    static Principal of(String name, Role role, String login) {
        return new Principal(name, role, login);
    }

    static Principal of(User user, String login) {
        return new Principal(user.name(), user.role(), login);
    }

    String name() {
        return name;
    }

    Role role() {
        return role;
    }

    String login() {
        return login;
    }

    /** Tells whether this one may do what needs a role. */
    boolean has(Role needed) {
        return role.compareTo(needed) >= 0;
    }

    /** Returns the name under which the history knows a caller that came over HTTP. */
    String caller() {
        return "http:" + name;
    }

    @Override
    public String toString() {
        return name + " (" + role + ")";
    }
}
