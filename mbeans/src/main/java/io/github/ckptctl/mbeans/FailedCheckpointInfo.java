// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.ConstructorParameters;

import java.util.Objects;

/**
 * Newest failed checkpoint.
 *
 * <p>Before the first there is {@link #none()}, with id -1.
 */
public final class FailedCheckpointInfo extends MBeanValue {

    private static final FailedCheckpointInfo NONE = new FailedCheckpointInfo(-1, -1, -1, "");

    private final long id;
    private final long triggeredAt;
    private final long failedAt;
    private final String reason;

    /** Creates the value; text arguments must not be null. */
    @ConstructorParameters({"id", "triggeredAt", "failedAt", "reason"})
    public FailedCheckpointInfo(long id, long triggeredAt, long failedAt, String reason) {
        this.id = id;
        this.triggeredAt = triggeredAt;
        this.failedAt = failedAt;
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Returns the value that represents "none yet". */
    public static FailedCheckpointInfo none() {
        return NONE;
    }

    /** Returns the checkpoint's id, -1 before the first. */
    public long getId() {
        return id;
    }

    /** Returns when it was triggered, in epoch milliseconds. */
    public long getTriggeredAt() {
        return triggeredAt;
    }

    /** Returns when it failed, in epoch milliseconds. */
    public long getFailedAt() {
        return failedAt;
    }

    /** Returns the failure reason as Flink reports it. */
    public String getReason() {
        return reason;
    }
}
