// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.ConstructorParameters;

import java.util.Objects;

/** Setting whose effective value would differ after a change. */
public final class SettingChange extends MBeanValue {

    private final String name;
    private final String unit;
    private final long from;
    private final long to;
    private final String fromText;
    private final String toText;

    /** Creates the value; text arguments must not be null. */
    @ConstructorParameters({"name", "unit", "from", "to", "fromText", "toText"})
    public SettingChange(
            String name, String unit, long from, long to, String fromText, String toText) {
        this.name = Objects.requireNonNull(name, "name");
        this.unit = Objects.requireNonNull(unit, "unit");
        this.from = from;
        this.to = to;
        this.fromText = Objects.requireNonNull(fromText, "fromText");
        this.toText = Objects.requireNonNull(toText, "toText");
    }

    /** Returns the attribute's name. */
    public String getName() {
        return name;
    }

    /** Returns the unit of both values. */
    public String getUnit() {
        return unit;
    }

    /** Returns the effective value before the change, -1 for none. */
    public long getFrom() {
        return from;
    }

    /** Returns the effective value after the change, -1 for none. */
    public long getTo() {
        return to;
    }

    /** Returns the effective value before the change as it would be set, empty for none. */
    public String getFromText() {
        return fromText;
    }

    /** Returns the effective value after the change as it would be set, empty for none. */
    public String getToText() {
        return toText;
    }
}
