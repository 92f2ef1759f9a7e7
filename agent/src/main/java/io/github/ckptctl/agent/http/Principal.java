// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http;

import io.github.ckptctl.mbeans.Role;

/** Who has logged in, and what they may. */
final class Principal {

    private final String name;
    private final Role role;

    private Principal(String name, Role role) {
        this.name = name;
        this.role = role;
    }

    static Principal of(String name, Role role) {
        return new Principal(name, role);
    }

    String name() {
        return name;
    }

    Role role() {
        return role;
    }

    /** Tells whether this one may do what needs a role. */
    boolean has(Role needed) {
        return role.compareTo(needed) >= 0;
    }

    /** Returns the name under which the ledger knows a caller that came over HTTP. */
    String caller() {
        return "http:" + name;
    }

    @Override
    public String toString() {
        return name + " (" + role + ")";
    }
}
