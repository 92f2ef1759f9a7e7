// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.ConstructorParameters;

import java.util.Arrays;
import java.util.Objects;

/**
 * Newest completed checkpoint, from which a restart restores the job.
 *
 * <p>Before the first there is {@link #none()}, with id -1.
 */
public final class CompletedCheckpointInfo extends MBeanValue {

    private static final CompletedCheckpointInfo NONE =
            new CompletedCheckpointInfo(-1, "", "", -1, -1, -1, -1, -1, -1, -1, -1, -1, false);

    private final long id;
    private final String externalPath;
    private final String kind;
    private final long triggeredAt;
    private final long completedAt;
    private final long duration;
    private final long stateSize;
    private final long checkpointedSize;
    private final long processedInFlight;
    private final long persistedInFlight;
    private final long startDelay;
    private final long alignment;
    private final boolean discarded;
    private final JobEnd[] survives;

    /** Creates the value; texts, values and arrays must not be null. */
    @ConstructorParameters({
        "id",
        "externalPath",
        "kind",
        "triggeredAt",
        "completedAt",
        "duration",
        "stateSize",
        "checkpointedSize",
        "processedInFlight",
        "persistedInFlight",
        "startDelay",
        "alignment",
        "discarded",
        "survives"
    })
    public CompletedCheckpointInfo(
            long id,
            String externalPath,
            String kind,
            long triggeredAt,
            long completedAt,
            long duration,
            long stateSize,
            long checkpointedSize,
            long processedInFlight,
            long persistedInFlight,
            long startDelay,
            long alignment,
            boolean discarded,
            JobEnd... survives) {
        this.id = id;
        this.externalPath = Objects.requireNonNull(externalPath, "externalPath");
        this.kind = Objects.requireNonNull(kind, "kind");
        this.triggeredAt = triggeredAt;
        this.completedAt = completedAt;
        this.duration = duration;
        this.stateSize = stateSize;
        this.checkpointedSize = checkpointedSize;
        this.processedInFlight = processedInFlight;
        this.persistedInFlight = persistedInFlight;
        this.startDelay = startDelay;
        this.alignment = alignment;
        this.discarded = discarded;
        this.survives = survives.clone();
    }

    /** Returns the value that represents "none yet". */
    public static CompletedCheckpointInfo none() {
        return NONE;
    }

    /** Returns the same checkpoint after its files have been discarded. */
    public CompletedCheckpointInfo asDiscarded() {
        return new CompletedCheckpointInfo(
                id,
                externalPath,
                kind,
                triggeredAt,
                completedAt,
                duration,
                stateSize,
                checkpointedSize,
                processedInFlight,
                persistedInFlight,
                startDelay,
                alignment,
                true);
    }

    /** Returns the same checkpoint with the job ends that it survives. */
    public CompletedCheckpointInfo surviving(JobEnd... ends) {
        return new CompletedCheckpointInfo(
                id,
                externalPath,
                kind,
                triggeredAt,
                completedAt,
                duration,
                stateSize,
                checkpointedSize,
                processedInFlight,
                persistedInFlight,
                startDelay,
                alignment,
                discarded,
                ends);
    }

    /** Returns the checkpoint's id, -1 before the first. */
    public long getId() {
        return id;
    }

    /** Returns the path to restore from, empty if the storage has none. */
    public String getExternalPath() {
        return externalPath;
    }

    /** Returns Flink's name of the snapshot's type. */
    public String getKind() {
        return kind;
    }

    /** Returns when it was triggered, in epoch milliseconds. */
    public long getTriggeredAt() {
        return triggeredAt;
    }

    /** Returns when it completed, in epoch milliseconds. */
    public long getCompletedAt() {
        return completedAt;
    }

    /** Returns the time from trigger to completion in milliseconds. */
    public long getDuration() {
        return duration;
    }

    /** Returns the size of the full state in bytes. */
    public long getStateSize() {
        return stateSize;
    }

    /** Returns the bytes written for this checkpoint. */
    public long getCheckpointedSize() {
        return checkpointedSize;
    }

    /** Returns the bytes processed during alignment, -1 if not known. */
    public long getProcessedInFlight() {
        return processedInFlight;
    }

    /** Returns the bytes of in-flight data in the checkpoint, -1 if not known. */
    public long getPersistedInFlight() {
        return persistedInFlight;
    }

    /**
     * Returns the longest time from trigger to a subtask's first barrier in milliseconds, -1 if not
     * known.
     */
    public long getStartDelay() {
        return startDelay;
    }

    /** Returns the longest alignment of a subtask in milliseconds, -1 if not known. */
    public long getAlignment() {
        return alignment;
    }

    /** Returns whether its files have been discarded. */
    public boolean isDiscarded() {
        return discarded;
    }

    /**
     * Returns the ends after which a job can still be started from it, empty for none. They
     * describe Flink's behavior; whether the storage itself outlives the JobManager is not known
     * here.
     */
    public JobEnd[] getSurvives() {
        return survives.clone();
    }

    /** Returns whether a job can still be started from it after such an end. */
    public boolean survives(JobEnd end) {
        return Arrays.asList(survives).contains(end);
    }
}
