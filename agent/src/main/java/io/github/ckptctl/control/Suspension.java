// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.mbeans.SuspensionMode;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What is suspended at one moment: what, since when, by whom, why and until when. Immutable. */
public final class Suspension {

    /** Nothing is suspended. */
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

    /** Returns what is suspended. */
    public SuspensionMode mode() {
        return mode;
    }

    /** Returns since when, in epoch milliseconds, -1 if nothing is. */
    public long since() {
        return since;
    }

    /** Returns by whom. */
    public String by() {
        return by;
    }

    /** Returns why, empty where nobody said. */
    public String reason() {
        return reason;
    }

    /** Returns when it ends by itself, in epoch milliseconds, -1 for never. */
    public long resumesAt() {
        return resumesAt;
    }

    /** Returns whether it is limited in time and its end has passed, resumed or not. */
    boolean isOver(long now) {
        return resumesAt != -1 && resumesAt <= now;
    }

    /** Returns whether it refuses nothing, at no time, that another one would not refuse. */
    boolean isWithin(Suspension other) {
        return mode.compareTo(other.mode) <= 0
                && (other.resumesAt == -1 || (resumesAt != -1 && resumesAt <= other.resumesAt));
    }

    /** Tells whether a trigger is refused. */
    public boolean refuses(boolean periodic) {
        return mode == SuspensionMode.ALL || (mode == SuspensionMode.PERIODIC && periodic);
    }

    /** Returns what whoever is refused meanwhile is told. */
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
