// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

/** A value set while the job runs: what, when, by whom, why and until when. Immutable. */
final class SettingOverride {

    /** Stands for "until it is reset". */
    static final long FOR_GOOD = -1;

    private final long value;
    private final long changedAt;
    private final String changedBy;
    private final String reason;
    private final long expiresAt;

    /**
     * @param value the value in the setting's unit
     * @param changedAt epoch milliseconds
     * @param expiresAt epoch milliseconds, or {@link #FOR_GOOD}
     */
    SettingOverride(long value, long changedAt, String changedBy, String reason, long expiresAt) {
        this.value = value;
        this.changedAt = changedAt;
        this.changedBy = changedBy;
        this.reason = reason;
        this.expiresAt = expiresAt;
    }

    long value() {
        return value;
    }

    long changedAt() {
        return changedAt;
    }

    String changedBy() {
        return changedBy;
    }

    String reason() {
        return reason;
    }

    long expiresAt() {
        return expiresAt;
    }

    boolean isExpired(long now) {
        return expiresAt != FOR_GOOD && expiresAt <= now;
    }
}
