// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.ConstructorParameters;

import java.util.Objects;

/** Setting of a job: its submitted value, its effective value, and the origin of the latter. */
public final class CheckpointSetting extends MBeanValue {

    private final String name;
    private final String unit;
    private final long submitted;
    private final long effective;
    private final SettingOrigin origin;
    private final long changedAt;
    private final String changedBy;
    private final String reason;
    private final long expiresAt;
    private final boolean settable;
    private final String whyNotSettable;
    private final String submittedText;
    private final String effectiveText;

    /** Creates the value; text arguments must not be null. */
    @ConstructorParameters({
        "name",
        "unit",
        "submitted",
        "effective",
        "origin",
        "changedAt",
        "changedBy",
        "reason",
        "expiresAt",
        "settable",
        "whyNotSettable",
        "submittedText",
        "effectiveText"
    })
    public CheckpointSetting(
            String name,
            String unit,
            long submitted,
            long effective,
            SettingOrigin origin,
            long changedAt,
            String changedBy,
            String reason,
            long expiresAt,
            boolean settable,
            String whyNotSettable,
            String submittedText,
            String effectiveText) {
        this.name = Objects.requireNonNull(name, "name");
        this.unit = Objects.requireNonNull(unit, "unit");
        this.submitted = submitted;
        this.effective = effective;
        this.origin = Objects.requireNonNull(origin, "origin");
        this.changedAt = changedAt;
        this.changedBy = Objects.requireNonNull(changedBy, "changedBy");
        this.reason = Objects.requireNonNull(reason, "reason");
        this.expiresAt = expiresAt;
        this.settable = settable;
        this.whyNotSettable = Objects.requireNonNull(whyNotSettable, "whyNotSettable");
        this.submittedText = Objects.requireNonNull(submittedText, "submittedText");
        this.effectiveText = Objects.requireNonNull(effectiveText, "effectiveText");
    }

    /** Returns the attribute's name. */
    public String getName() {
        return name;
    }

    /**
     * Returns the unit of both values: {@code 0/1} for a switch, {@code text} for one of several
     * texts, whose numbers are their positions from 0 on.
     */
    public String getUnit() {
        return unit;
    }

    /** Returns the submitted value, -1 if there is none. */
    public long getSubmitted() {
        return submitted;
    }

    /** Returns the effective value, -1 if there is none. */
    public long getEffective() {
        return effective;
    }

    /** Returns where the effective value comes from. */
    public SettingOrigin getOrigin() {
        return origin;
    }

    /** Returns when the override was set, in epoch milliseconds, -1 without an override. */
    public long getChangedAt() {
        return changedAt;
    }

    /** Returns who set the override, empty without one. */
    public String getChangedBy() {
        return changedBy;
    }

    /** Returns the reason given for the override, empty without one. */
    public String getReason() {
        return reason;
    }

    /** Returns when the override expires, in epoch milliseconds, -1 for never. */
    public long getExpiresAt() {
        return expiresAt;
    }

    /** Returns whether this Flink and this job allow the setting to be changed. */
    public boolean isSettable() {
        return settable;
    }

    /** Returns why the setting cannot be changed, empty if it can. */
    public String getWhyNotSettable() {
        return whyNotSettable;
    }

    /** Returns the submitted value as it would be set, empty if there is none. */
    public String getSubmittedText() {
        return submittedText;
    }

    /** Returns the effective value as it would be set, empty if there is none. */
    public String getEffectiveText() {
        return effectiveText;
    }
}
