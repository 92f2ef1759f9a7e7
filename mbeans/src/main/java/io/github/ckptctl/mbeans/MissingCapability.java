// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.ConstructorParameters;

import java.util.Objects;

/**
 * Capability that is off, and the reason: this Flink has no such feature, or the agent has not
 * found what it needs.
 */
public final class MissingCapability extends MBeanValue {

    private final String name;
    private final String reason;
    private final boolean absent;

    /** Creates the value; text arguments must not be null. */
    @ConstructorParameters({"name", "reason", "absent"})
    public MissingCapability(String name, String reason, boolean absent) {
        this.name = Objects.requireNonNull(name, "name");
        this.reason = Objects.requireNonNull(reason, "reason");
        this.absent = absent;
    }

    /** Returns the capability's name. */
    public String getName() {
        return name;
    }

    /** Returns what was looked for and not found, or the equivalent that this Flink has itself. */
    public String getReason() {
        return reason;
    }

    /**
     * Returns whether this line of Flink has no such feature, so that nothing is wrong; false if it
     * should have it.
     */
    public boolean isAbsent() {
        return absent;
    }
}
