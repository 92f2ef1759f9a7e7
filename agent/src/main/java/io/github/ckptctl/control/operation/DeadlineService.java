// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.operation;

import io.github.ckptctl.control.change.ChangeExecutor;
import io.github.ckptctl.control.change.JobStateReference;
import io.github.ckptctl.control.engine.CheckpointEngine;
import io.github.ckptctl.control.engine.EngineReference;
import io.github.ckptctl.control.model.CallerContext;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.ChangeOutcome;
import io.github.ckptctl.control.model.JobSettings;
import io.github.ckptctl.control.model.Millis;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.control.model.SettingLimits;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;
import io.github.ckptctl.mbeans.RescheduleOutcome;
import io.github.ckptctl.mbeans.RescheduleResult;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * Service for the deadlines of one job's checkpoints in flight: moves all, moves one, or aborts
 * one.
 */
public final class DeadlineService {

    private final EngineReference engine;
    private final JobStateReference state;
    private final ChangeExecutor changes;
    private final SettingLimits limits;
    private final AtomicLong extendedCount = new AtomicLong();
    private final AtomicLong rescheduledCount = new AtomicLong();

    public DeadlineService(
            EngineReference engine,
            JobStateReference state,
            ChangeExecutor changes,
            SettingLimits limits) {
        this.engine = engine;
        this.state = state;
        this.changes = changes;
        this.limits = limits;
    }

    /**
     * Sets the deadlines of all checkpoints in flight to trigger time plus the current timeout, or
     * that of savepoints.
     *
     * @throws IllegalStateException if the job has left
     * @throws UnsupportedOperationException if this Flink cannot
     */
    public List<RescheduleResult> rescheduleInFlight() {
        changes.requireActive();
        CheckpointEngine current = engine.get();
        engine.requireCapability(Capability.RESCHEDULE);
        // for the history; the supplier is called with the lock held, and this thread waits for its
        // result
        AtomicReference<JobSettings> asked = new AtomicReference<>();
        List<RescheduleResult> results =
                current.rescheduleInFlight(
                        () -> {
                            asked.set(state.settings());
                            return asked.get();
                        });
        String timeout = asked.get() == null ? "" : timeouts(asked.get());
        for (RescheduleResult result : results) {
            if (result.getOutcome() == RescheduleOutcome.RESCHEDULED) {
                rescheduledCount.incrementAndGet();
            }
            moved(
                    "rescheduleInFlight",
                    result,
                    timeout
                            + (result.getOutcome() == RescheduleOutcome.KEPT
                                    ? "; it is the snapshot of a stop, which would fail the job's"
                                            + " tasks over if it expired"
                                    : ""));
        }
        return results;
    }

    private static String timeouts(JobSettings settings) {
        long ofSavepoints = settings.effective(Setting.SAVEPOINT_TIMEOUT);
        return "timeout "
                + settings.effective(Setting.TIMEOUT)
                + " ms"
                + (ofSavepoints > 0 ? ", of savepoints " + ofSavepoints + " ms" : "");
    }

    /**
     * Returns the results that {@link #rescheduleInFlight} would have with other settings at a
     * time; empty where this Flink does not support it. Takes no lock.
     */
    List<RescheduleResult> forecast(JobSettings settings, long at) {
        CheckpointEngine current = engine.get();
        return current.capabilities().contains(Capability.RESCHEDULE)
                ? current.pending().stream()
                        .map(
                                pending ->
                                        forecast(
                                                current,
                                                pending,
                                                settings.timeout(
                                                        current.isSavepoint(pending.getId())),
                                                at))
                        .collect(Collectors.toList())
                : List.of();
    }

    private static RescheduleResult forecast(
            CheckpointEngine engine, PendingCheckpointInfo pending, long timeoutMillis, long at) {
        long deadline = Millis.plus(pending.getTriggeredAt(), timeoutMillis);
        if (deadline < pending.getDeadline() && engine.isStopSnapshot(pending.getId())) {
            return new RescheduleResult(
                    pending.getId(),
                    pending.getDeadline(),
                    pending.getDeadline(),
                    RescheduleOutcome.KEPT);
        }
        return new RescheduleResult(
                pending.getId(),
                pending.getDeadline(),
                deadline,
                deadline <= at ? RescheduleOutcome.EXPIRED : RescheduleOutcome.RESCHEDULED);
    }

    /**
     * Moves the deadline of one checkpoint in flight.
     *
     * @param byMillis how much later, in milliseconds
     * @throws IllegalArgumentException if it is not in flight or the time not positive
     * @throws IllegalStateException if the job has left
     * @throws UnsupportedOperationException if this Flink cannot
     */
    public RescheduleResult extendInFlight(long checkpointId, long byMillis) {
        return changes.executeRecorded(
                "extendInFlight",
                "checkpoint " + checkpointId + " by " + byMillis + " ms",
                "",
                () -> {
                    engine.requireCapability(Capability.RESCHEDULE);
                    if (byMillis < 1 || byMillis > Setting.TIMEOUT.max()) {
                        throw new IllegalArgumentException(
                                changes.rejection(
                                        byMillis
                                                + " ms is not within 1 and "
                                                + Setting.TIMEOUT.max()
                                                + " ms"));
                    }
                    RescheduleResult result =
                            engine.get()
                                    .extend(
                                            checkpointId,
                                            allowed -> extended(checkpointId, allowed, byMillis))
                                    .orElseThrow(() -> notInFlight(checkpointId));
                    moved("extendInFlight", result, byMillis + " ms more");
                    return result;
                });
    }

    /**
     * Aborts one checkpoint or savepoint in flight.
     *
     * @throws IllegalArgumentException if it is not in flight
     * @throws IllegalStateException if it is a stop with savepoint, or the job has left
     * @throws UnsupportedOperationException if this Flink cannot
     */
    public void abortCheckpoint(long checkpointId) {
        String by = CallerContext.current();
        changes.executeRecorded(
                "abortCheckpoint",
                "checkpoint " + checkpointId,
                "",
                () -> {
                    engine.requireCapability(Capability.SUSPENSION);
                    if (!engine.get()
                            .abort(checkpointId, "The checkpoint was aborted by " + by + ".")) {
                        throw notInFlight(checkpointId);
                    }
                    changes.record(
                            "abortCheckpoint",
                            "checkpoint " + checkpointId,
                            "",
                            by,
                            "",
                            ChangeOutcome.DONE);
                    return checkpointId;
                });
    }

    /**
     * Records that a checkpoint which reached its deadline got more time. Called on Flink's thread.
     */
    public void extended(RescheduleResult result, String missing) {
        extendedCount.incrementAndGet();
        changes.record(
                "autoExtend",
                "checkpoint " + result.getId() + " until " + result.getOldDeadline(),
                "checkpoint " + result.getId() + " until " + result.getNewDeadline(),
                "ckptctl",
                "still missing: " + missing,
                ChangeOutcome.done(result.getOutcome()));
        changes.listener().checkpointExtended(result, missing);
    }

    /** Returns how often a checkpoint got more time automatically. */
    public long extendedCount() {
        return extendedCount.get();
    }

    /** Returns the number of rescheduled deadlines. */
    public long rescheduledCount() {
        return rescheduledCount.get();
    }

    /**
     * Limits the allowance of a checkpoint to the greatest value of the setting that its deadline
     * comes from, however often it is extended.
     */
    private long extended(long checkpointId, long allowed, long byMillis) {
        Setting timeout = state.settings().timeoutSetting(engine.get().isSavepoint(checkpointId));
        long greatest = limits.max(timeout);
        long extended = Millis.plus(allowed, byMillis);
        if (extended > greatest) {
            throw new IllegalArgumentException(
                    changes.rejection(
                            byMillis
                                    + " ms more would give checkpoint "
                                    + checkpointId
                                    + " "
                                    + extended
                                    + " ms, above the maximum of "
                                    + greatest
                                    + " ms"
                                    + limits.maxSource(timeout)
                                    + "; it has "
                                    + allowed
                                    + " ms"));
        }
        return extended;
    }

    private void moved(String action, RescheduleResult result, String why) {
        changes.record(
                action,
                "checkpoint " + result.getId() + " until " + result.getOldDeadline(),
                "checkpoint " + result.getId() + " until " + result.getNewDeadline(),
                CallerContext.current(),
                why,
                ChangeOutcome.done(result.getOutcome()));
        changes.listener().checkpointRescheduled(result);
    }

    private IllegalArgumentException notInFlight(long checkpointId) {
        String inFlight =
                engine.get().pending().stream()
                        .map(pending -> Long.toString(pending.getId()))
                        .collect(Collectors.joining(", "));
        return new IllegalArgumentException(
                changes.rejection(
                        "checkpoint "
                                + checkpointId
                                + " is not in flight; "
                                + (inFlight.isEmpty() ? "none is" : "in flight: " + inFlight)));
    }
}
