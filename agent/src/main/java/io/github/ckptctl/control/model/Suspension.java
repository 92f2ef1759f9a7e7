// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

import io.github.ckptctl.mbeans.SuspensionMode;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Suspension of a job at one moment: its mode, start, caller, reason and end. Immutable. */
public final class Suspension {

    /** No suspension. */
    public static final Suspension NONE = new Suspension(SuspensionMode.NONE, -1, "", "", -1);

    private final SuspensionMode mode;
    private final long since;
    private final String by;
    private final String reason;
    private final long resumesAt;

    /**
     * @param since epoch milliseconds
     * @param resumesAt epoch milliseconds, -1 for never
     */
    public Suspension(SuspensionMode mode, long since, String by, String reason, long resumesAt) {
        this.mode = mode;
        this.since = since;
        this.by = TextSanitizer.of(by);
        this.reason = TextSanitizer.of(reason);
        this.resumesAt = resumesAt;
    }

    /** Returns the mode. */
    public SuspensionMode mode() {
        return mode;
    }

    /** Returns the start, in epoch milliseconds, -1 if nothing is suspended. */
    public long since() {
        return since;
    }

    /** Returns the caller who suspended. */
    public String by() {
        return by;
    }

    /** Returns the reason, empty where none was given. */
    public String reason() {
        return reason;
    }

    /** Returns when it ends automatically, in epoch milliseconds, -1 for never. */
    public long resumesAt() {
        return resumesAt;
    }

    /** Returns whether it is limited in time and its end has passed, resumed or not. */
    public boolean isOver(long now) {
        return resumesAt != -1 && resumesAt <= now;
    }

    /** Returns whether it never rejects anything that the other one would not reject. */
    public boolean isWithin(Suspension other) {
        return mode.compareTo(other.mode) <= 0
                && (other.resumesAt == -1 || (resumesAt != -1 && resumesAt <= other.resumesAt));
    }

    /** Returns whether a trigger is rejected. */
    public boolean refuses(boolean periodic) {
        return mode == SuspensionMode.ALL || (mode == SuspensionMode.PERIODIC && periodic);
    }

    /** Returns the message for rejected triggers. */
    public String refusal() {
        return "Checkpointing is suspended ("
                + mode
                + ") by "
                + by
                + " at "
                + Instant.ofEpochMilli(since).truncatedTo(ChronoUnit.SECONDS)
                + ": "
                + (reason.isEmpty() ? "no reason was given" : reason)
                + ".";
    }

    @Override
    public String toString() {
        return resumesAt == -1 ? mode.name() : mode + " until " + Instant.ofEpochMilli(resumesAt);
    }
}
