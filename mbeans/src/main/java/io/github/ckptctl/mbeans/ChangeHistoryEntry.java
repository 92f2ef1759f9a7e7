// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.ConstructorParameters;

import java.util.Objects;

/** One line of a job's history: a change, or an attempt at one. */
public final class ChangeHistoryEntry {

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

    /** Returns when, in epoch milliseconds. */
    public long getAt() {
        return at;
    }

    /** Returns the revision after it. */
    public long getRevision() {
        return revision;
    }

    /** Returns what was asked for. */
    public String getAction() {
        return action;
    }

    /** Returns what held before, empty where nothing did. */
    public String getFrom() {
        return from;
    }

    /** Returns what holds since, empty where nothing does. */
    public String getTo() {
        return to;
    }

    /** Returns who asked. */
    public String getBy() {
        return by;
    }

    /** Returns the reason given, empty without one. */
    public String getReason() {
        return reason;
    }

    /** Returns DONE, or REFUSED and why. */
    public String getOutcome() {
        return outcome;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof ChangeHistoryEntry)) {
            return false;
        }
        ChangeHistoryEntry that = (ChangeHistoryEntry) other;
        return at == that.at
                && revision == that.revision
                && action.equals(that.action)
                && from.equals(that.from)
                && to.equals(that.to)
                && by.equals(that.by)
                && reason.equals(that.reason)
                && outcome.equals(that.outcome);
    }

    @Override
    public int hashCode() {
        return Objects.hash(at, revision, action, from, to, by, reason, outcome);
    }

    @Override
    public String toString() {
        return "ChangeHistoryEntry{at="
                + at
                + ", revision="
                + revision
                + ", action="
                + action
                + ", from="
                + from
                + ", to="
                + to
                + ", by="
                + by
                + ", reason="
                + reason
                + ", outcome="
                + outcome
                + "}";
    }
}
