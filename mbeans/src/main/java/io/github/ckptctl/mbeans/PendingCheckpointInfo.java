// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.ConstructorParameters;

import java.util.Objects;

/** Checkpoint or savepoint that has been triggered and has neither completed nor been aborted. */
public final class PendingCheckpointInfo extends MBeanValue {

    private final long id;
    private final String kind;
    private final long triggeredAt;
    private final long deadline;
    private final int acknowledged;
    private final int total;
    private final int extensions;

    /** Creates the value; text arguments must not be null. */
    @ConstructorParameters({
        "id",
        "kind",
        "triggeredAt",
        "deadline",
        "acknowledged",
        "total",
        "extensions"
    })
    public PendingCheckpointInfo(
            long id,
            String kind,
            long triggeredAt,
            long deadline,
            int acknowledged,
            int total,
            int extensions) {
        this.id = id;
        this.kind = Objects.requireNonNull(kind, "kind");
        this.triggeredAt = triggeredAt;
        this.deadline = deadline;
        this.acknowledged = acknowledged;
        this.total = total;
        this.extensions = extensions;
    }

    /** Returns the checkpoint's id. */
    public long getId() {
        return id;
    }

    /** Returns Flink's name of the snapshot's type. */
    public String getKind() {
        return kind;
    }

    /** Returns when it was triggered, in epoch milliseconds. */
    public long getTriggeredAt() {
        return triggeredAt;
    }

    /** Returns when it expires unless it completes before, in epoch milliseconds. */
    public long getDeadline() {
        return deadline;
    }

    /** Returns how many tasks have acknowledged. */
    public int getAcknowledged() {
        return acknowledged;
    }

    /** Returns how many tasks must acknowledge. */
    public int getTotal() {
        return total;
    }

    /** Returns how many times its deadline was moved. */
    public int getExtensions() {
        return extensions;
    }
}
