// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.ConstructorParameters;

import java.util.Objects;

/**
 * Result of a suspension: the newest completed checkpoint, read under the coordinator's lock, and
 * the current state of the suspension.
 */
public final class SuspensionResult extends MBeanValue {

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
    private final boolean discarded;
    private final JobEnd[] survives;
    private final SuspensionMode suspension;
    private final long suspendedSince;
    private final long resumesAt;
    private final boolean quiesced;
    private final long pending;
    private final long latestSafeResumeAt;
    private final String[] warnings;

    /** Creates the value; text arguments must not be null. */
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
        "discarded",
        "survives",
        "suspension",
        "suspendedSince",
        "resumesAt",
        "quiesced",
        "pending",
        "latestSafeResumeAt",
        "warnings"
    })
    public SuspensionResult(
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
            boolean discarded,
            JobEnd[] survives,
            SuspensionMode suspension,
            long suspendedSince,
            long resumesAt,
            boolean quiesced,
            long pending,
            long latestSafeResumeAt,
            String[] warnings) {
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
        this.discarded = discarded;
        this.survives = survives.clone();
        this.suspension = Objects.requireNonNull(suspension, "suspension");
        this.suspendedSince = suspendedSince;
        this.resumesAt = resumesAt;
        this.quiesced = quiesced;
        this.pending = pending;
        this.latestSafeResumeAt = latestSafeResumeAt;
        this.warnings = warnings.clone();
    }

    /**
     * Returns the result for a checkpoint.
     *
     * @param latest the newest completed checkpoint
     * @param quiesced whether nothing is in flight any more
     */
    public static SuspensionResult of(
            CompletedCheckpointInfo latest,
            SuspensionMode suspension,
            long suspendedSince,
            long resumesAt,
            boolean quiesced,
            long pending,
            long latestSafeResumeAt,
            String... warnings) {
        return new SuspensionResult(
                latest.getId(),
                latest.getExternalPath(),
                latest.getKind(),
                latest.getTriggeredAt(),
                latest.getCompletedAt(),
                latest.getDuration(),
                latest.getStateSize(),
                latest.getCheckpointedSize(),
                latest.getProcessedInFlight(),
                latest.getPersistedInFlight(),
                latest.isDiscarded(),
                latest.getSurvives(),
                suspension,
                suspendedSince,
                resumesAt,
                quiesced,
                pending,
                latestSafeResumeAt,
                warnings);
    }

    /** Returns the newest completed checkpoint's id, -1 before the first. */
    public long getId() {
        return id;
    }

    /** Returns the path to restore from, empty if there is none. */
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

    /** Returns the bytes written for it. */
    public long getCheckpointedSize() {
        return checkpointedSize;
    }

    /** Returns the bytes processed during alignment, -1 if not known. */
    public long getProcessedInFlight() {
        return processedInFlight;
    }

    /** Returns the bytes of in-flight data in it, -1 if not known. */
    public long getPersistedInFlight() {
        return persistedInFlight;
    }

    /** Returns whether its files have been discarded. */
    public boolean isDiscarded() {
        return discarded;
    }

    /** Returns the ends after which a job can still be started from it, empty for none. */
    public JobEnd[] getSurvives() {
        return survives.clone();
    }

    /** Returns the current suspension mode. */
    public SuspensionMode getSuspension() {
        return suspension;
    }

    /** Returns the start of the suspension in epoch milliseconds, -1 if there is none. */
    public long getSuspendedSince() {
        return suspendedSince;
    }

    /** Returns when it ends automatically, in epoch milliseconds, -1 for never. */
    public long getResumesAt() {
        return resumesAt;
    }

    /** Returns whether nothing was in flight any more when this result was created. */
    public boolean isQuiesced() {
        return quiesced;
    }

    /** Returns how many checkpoints and savepoints were still in flight. */
    public long getPending() {
        return pending;
    }

    /**
     * Returns until when a resume prevents a cluster health check that uses the submitted settings
     * from failing, in epoch milliseconds, -1 if there is no such limit.
     */
    public long getLatestSafeResumeAt() {
        return latestSafeResumeAt;
    }

    /** Returns the costs of the suspension for the job, a sentence each. */
    public String[] getWarnings() {
        return warnings.clone();
    }
}
