// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.ConstructorParameters;

import java.util.Objects;

/** Entry point to the beans of this JVM that is not the agent's own, with its known properties. */
public final class OtherDoor extends MBeanValue {

    private final String name;
    private final String address;
    private final LoginNeed login;
    private final boolean changesAllowed;

    /** Creates the value; arguments must not be null. */
    @ConstructorParameters({"name", "address", "login", "changesAllowed"})
    public OtherDoor(String name, String address, LoginNeed login, boolean changesAllowed) {
        this.name = Objects.requireNonNull(name, "name");
        this.address = Objects.requireNonNull(address, "address");
        this.login = Objects.requireNonNull(login, "login");
        this.changesAllowed = changesAllowed;
    }

    /** Returns its display name. */
    public String getName() {
        return name;
    }

    /** Returns its URL, or host and port; empty if that is not known. */
    public String getAddress() {
        return address;
    }

    /** Returns whether it requires a login. */
    public LoginNeed getLogin() {
        return login;
    }

    /** Returns whether the agent's beans execute changes that arrive through it. */
    public boolean isChangesAllowed() {
        return changesAllowed;
    }
}
