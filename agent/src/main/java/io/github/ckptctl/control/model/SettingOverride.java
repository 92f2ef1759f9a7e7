// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

/**
 * Override of a setting while the job runs: the value, the time, the caller, the reason and the
 * expiry. Immutable.
 */
public final class SettingOverride {

    /** Expiry of an override that is effective until it is reset. */
    public static final long FOR_GOOD = -1;

    private final long value;
    private final long submitted;
    private final long changedAt;
    private final String changedBy;
    private final String reason;
    private final long expiresAt;

    /**
     * @param value the value in the setting's unit
     * @param submitted the value that the job was submitted with when this one was set
     * @param changedAt epoch milliseconds
     * @param expiresAt epoch milliseconds, -1 for never
     */
    public SettingOverride(
            long value,
            long submitted,
            long changedAt,
            String changedBy,
            String reason,
            long expiresAt) {
        this.value = value;
        this.submitted = submitted;
        this.changedAt = changedAt;
        this.changedBy = TextSanitizer.of(changedBy);
        this.reason = TextSanitizer.of(reason);
        this.expiresAt = expiresAt;
    }

    /** Returns the value in the setting's unit. */
    public long value() {
        return value;
    }

    /** Returns the value that the job was submitted with at that time. */
    public long submitted() {
        return submitted;
    }

    /** Returns when it was set, in epoch milliseconds. */
    public long changedAt() {
        return changedAt;
    }

    /** Returns who set it. */
    public String changedBy() {
        return changedBy;
    }

    /** Returns the reason, empty where none was given. */
    public String reason() {
        return reason;
    }

    /** Returns when it expires, in epoch milliseconds, -1 for never. */
    public long expiresAt() {
        return expiresAt;
    }

    boolean isExpired(long now) {
        return expiresAt != FOR_GOOD && expiresAt <= now;
    }
}
