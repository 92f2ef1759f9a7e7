// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.auth;

import io.github.ckptctl.agent.http.secret.User;
import io.github.ckptctl.mbeans.Role;

/** Caller that has logged in, with the way of the login and its role. */
public final class Principal {

    private final String name;
    private final Role role;
    private final String login;

    private Principal(String name, Role role, String login) {
        this.name = name;
        this.role = role;
        this.login = login;
    }

    /**
     * Returns a principal.
     *
     * @param login the kind of the credential: token, password or certificate
     */
    public static Principal of(String name, Role role, String login) {
        return new Principal(name, role, login);
    }

    public static Principal of(User user, String login) {
        return new Principal(user.name(), user.role(), login);
    }

    public String name() {
        return name;
    }

    public Role role() {
        return role;
    }

    public String login() {
        return login;
    }

    /** Returns whether this principal may do what needs a role. */
    public boolean has(Role needed) {
        return role.compareTo(needed) >= 0;
    }

    /** Returns the name of a caller over HTTP in the history. */
    public String caller() {
        return "http:" + name;
    }

    @Override
    public String toString() {
        return name + " (" + role + ")";
    }
}
