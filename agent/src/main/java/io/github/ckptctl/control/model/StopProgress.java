// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

import io.github.ckptctl.mbeans.CompletedCheckpointInfo;

/** Progress of the snapshot of a stop. Immutable. */
public final class StopProgress {

    private static final int NOT_TRIGGERED = -1;

    private final String path;
    private final int acknowledged;
    private final String text;

    private StopProgress(String path, int acknowledged, String text) {
        this.path = path;
        this.acknowledged = acknowledged;
        this.text = text;
    }

    /** Returns the progress of a snapshot that no task was notified of, nor ever will be. */
    public static StopProgress notTriggered() {
        return new StopProgress("", NOT_TRIGGERED, "no task had heard of its snapshot");
    }

    /**
     * Returns the progress of a snapshot that is in flight.
     *
     * @param missing names the tasks that have not acknowledged it
     */
    public static StopProgress inFlight(
            long checkpointId, int acknowledged, int total, String missing) {
        return new StopProgress(
                "",
                acknowledged,
                acknowledged
                        + " of its "
                        + total
                        + " tasks had acknowledged snapshot "
                        + checkpointId
                        + (missing.isEmpty() ? "" : ", not " + missing));
    }

    /** Returns the progress of a snapshot that is complete. */
    public static StopProgress complete(CompletedCheckpointInfo snapshot) {
        return new StopProgress(
                snapshot.getExternalPath(),
                0,
                "its snapshot "
                        + snapshot.getId()
                        + " is complete at "
                        + snapshot.getExternalPath()
                        + " and kept");
    }

    /** Returns whether the snapshot is complete. */
    public boolean isComplete() {
        return !path.isEmpty();
    }

    /** Returns whether tasks were notified of the snapshot. */
    public boolean isTriggered() {
        return acknowledged != NOT_TRIGGERED;
    }

    /** Returns whether a task is known to have reached the snapshot. */
    public boolean hasReachedTasks() {
        return acknowledged > 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
