// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonObject;

/**
 * Timeout that would save a checkpoint: three times its current one, twice the time that it would
 * take in total at its pace so far, twice the duration of the latest completed one; whichever is
 * longest, in whole minutes, one day at most. Too long costs little while a checkpoint makes
 * progress; too short loses it.
 */
final class ProposedTimeout {

    private static final long MINUTE = 60_000;
    private static final long DAY = 24 * 60 * MINUTE;

    private ProposedTimeout() {}

    /**
     * Returns the proposed timeout in milliseconds.
     *
     * @param timeout the current timeout, in milliseconds
     * @param checkpoint one of {@code PendingCheckpoints}
     * @param latestDuration the duration of the latest completed one in milliseconds, -1 without
     *     one
     * @param now the time in epoch milliseconds
     */
    static long millis(long timeout, JsonObject checkpoint, long latestDuration, long now) {
        long triggered = JobsJson.number(checkpoint, "triggeredAt");
        long allowed = Math.max(timeout, JobsJson.number(checkpoint, "deadline") - triggered);
        double age = Math.max(0, now - triggered);
        long done = JobsJson.number(checkpoint, "acknowledged");
        double share = done == 0 ? 1 : JobsJson.number(checkpoint, "total") / (double) done;
        double longest = Math.max(Math.max(3.0 * allowed, 2.0 * age * share), 2.0 * latestDuration);
        // limited before the conversion to a whole number: the timeout may be the greatest possible
        // one
        long minutes = (long) Math.ceil(Math.min(DAY, longest) / MINUTE);
        return Math.max(MINUTE, minutes * MINUTE);
    }
}
