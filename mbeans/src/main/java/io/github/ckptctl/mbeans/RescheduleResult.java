// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.ConstructorParameters;

import java.util.Objects;

/**
 * Result of {@link CheckpointCoordinatorMXBean#rescheduleInFlight()} for one pending checkpoint.
 */
public final class RescheduleResult extends MBeanValue {

    private final long id;
    private final long oldDeadline;
    private final long newDeadline;
    private final RescheduleOutcome outcome;

    /** Creates the value; text arguments must not be null. */
    @ConstructorParameters({"id", "oldDeadline", "newDeadline", "outcome"})
    public RescheduleResult(
            long id, long oldDeadline, long newDeadline, RescheduleOutcome outcome) {
        this.id = id;
        this.oldDeadline = oldDeadline;
        this.newDeadline = newDeadline;
        this.outcome = Objects.requireNonNull(outcome, "outcome");
    }

    /** Returns the checkpoint's id. */
    public long getId() {
        return id;
    }

    /** Returns the deadline before the call, in epoch milliseconds. */
    public long getOldDeadline() {
        return oldDeadline;
    }

    /**
     * Returns the deadline after the call, in epoch milliseconds: trigger time plus timeout, or the
     * previous one if it was kept.
     */
    public long getNewDeadline() {
        return newDeadline;
    }

    /** Returns the outcome. */
    public RescheduleOutcome getOutcome() {
        return outcome;
    }
}
