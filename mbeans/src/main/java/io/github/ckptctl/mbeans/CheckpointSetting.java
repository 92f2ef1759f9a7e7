// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.ConstructorParameters;

import java.util.Objects;

/** One setting of a job: what it was submitted with, what holds now, and why. */
public final class CheckpointSetting {

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
        "whyNotSettable"
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
            String whyNotSettable) {
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
    }

    /** Returns the attribute's name. */
    public String getName() {
        return name;
    }

    /** Returns the unit of both values. */
    public String getUnit() {
        return unit;
    }

    /** Returns the value the job was submitted with, -1 where it has none. */
    public long getSubmitted() {
        return submitted;
    }

    /** Returns the value in force, -1 where there is none. */
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

    /** Returns when the override ends by itself, in epoch milliseconds, -1 for never. */
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

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof CheckpointSetting)) {
            return false;
        }
        CheckpointSetting that = (CheckpointSetting) other;
        return name.equals(that.name)
                && unit.equals(that.unit)
                && submitted == that.submitted
                && effective == that.effective
                && origin == that.origin
                && changedAt == that.changedAt
                && changedBy.equals(that.changedBy)
                && reason.equals(that.reason)
                && expiresAt == that.expiresAt
                && settable == that.settable
                && whyNotSettable.equals(that.whyNotSettable);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                name,
                unit,
                submitted,
                effective,
                origin,
                changedAt,
                changedBy,
                reason,
                expiresAt,
                settable,
                whyNotSettable);
    }

    @Override
    public String toString() {
        return "CheckpointSetting{name="
                + name
                + ", unit="
                + unit
                + ", submitted="
                + submitted
                + ", effective="
                + effective
                + ", origin="
                + origin
                + ", changedAt="
                + changedAt
                + ", changedBy="
                + changedBy
                + ", reason="
                + reason
                + ", expiresAt="
                + expiresAt
                + ", settable="
                + settable
                + ", whyNotSettable="
                + whyNotSettable
                + "}";
    }
}
