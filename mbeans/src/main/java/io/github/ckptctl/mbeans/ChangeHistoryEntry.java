// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.ConstructorParameters;

import java.util.Objects;

/** Entry of a job's history: a change, or a rejected attempt at one. */
public final class ChangeHistoryEntry extends MBeanValue {

    private final long at;
    private final long revision;
    private final String action;
    private final String from;
    private final String to;
    private final String by;
    private final String reason;
    private final String outcome;

    /** Creates the value; text arguments must not be null. */
    @ConstructorParameters({"at", "revision", "action", "from", "to", "by", "reason", "outcome"})
    public ChangeHistoryEntry(
            long at,
            long revision,
            String action,
            String from,
            String to,
            String by,
            String reason,
            String outcome) {
        this.at = at;
        this.revision = revision;
        this.action = Objects.requireNonNull(action, "action");
        this.from = Objects.requireNonNull(from, "from");
        this.to = Objects.requireNonNull(to, "to");
        this.by = Objects.requireNonNull(by, "by");
        this.reason = Objects.requireNonNull(reason, "reason");
        this.outcome = Objects.requireNonNull(outcome, "outcome");
    }

    /** Returns the time of the change, in epoch milliseconds. */
    public long getAt() {
        return at;
    }

    /** Returns the settings revision after the change. */
    public long getRevision() {
        return revision;
    }

    /** Returns the requested action. */
    public String getAction() {
        return action;
    }

    /** Returns the value before the change, empty if there was none. */
    public String getFrom() {
        return from;
    }

    /** Returns the value after the change, empty if there is none. */
    public String getTo() {
        return to;
    }

    /** Returns who requested the change. */
    public String getBy() {
        return by;
    }

    /** Returns the reason given by the caller, empty without one. */
    public String getReason() {
        return reason;
    }

    /** Returns {@code DONE}, or {@code REFUSED} and the reason. */
    public String getOutcome() {
        return outcome;
    }
}
