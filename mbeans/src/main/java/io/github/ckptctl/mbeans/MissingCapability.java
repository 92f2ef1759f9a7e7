// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.ConstructorParameters;

import java.util.Objects;

/** A capability that this Flink does not allow, and why. */
public final class MissingCapability {

    private final String name;
    private final String reason;

    /** Creates the value; text arguments must not be null. */
    @ConstructorParameters({"name", "reason"})
    public MissingCapability(String name, String reason) {
        this.name = Objects.requireNonNull(name, "name");
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Returns the capability's name. */
    public String getName() {
        return name;
    }

    /** Returns what was looked for and not found. */
    public String getReason() {
        return reason;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof MissingCapability)) {
            return false;
        }
        MissingCapability that = (MissingCapability) other;
        return name.equals(that.name) && reason.equals(that.reason);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, reason);
    }

    @Override
    public String toString() {
        return "MissingCapability{name=" + name + ", reason=" + reason + "}";
    }
}
