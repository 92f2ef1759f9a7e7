// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.operation;

import io.github.ckptctl.control.change.ChangeExecutor;
import io.github.ckptctl.control.engine.CheckpointEngine;
import io.github.ckptctl.control.engine.EngineReference;
import io.github.ckptctl.control.model.CallerContext;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.ChangeOutcome;
import io.github.ckptctl.control.model.TriggerType;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Service for checkpoints of one job that a caller requests.
 *
 * <p>The caller waits for the outcome, on its own thread and without holding any lock: Flink ends
 * every checkpoint, at its deadline at the latest.
 */
public final class TriggerService {

    private final EngineReference engine;
    private final ChangeExecutor changes;

    public TriggerService(EngineReference engine, ChangeExecutor changes) {
        this.engine = engine;
        this.changes = changes;
    }

    /** Triggers a checkpoint and waits for it; see the contract's {@code triggerCheckpoint}. */
    public CompletedCheckpointInfo triggerCheckpoint(String type) {
        CheckpointEngine before = engine.get();
        CompletableFuture<CompletedCheckpointInfo> outcome =
                changes.executeRecorded(
                        "triggerCheckpoint",
                        type,
                        "",
                        () -> {
                            TriggerType wanted = parsed(type);
                            engine.requireCapability(Capability.TRIGGER);
                            return engine.get().trigger(wanted);
                        });
        String by = CallerContext.current();
        try {
            CompletedCheckpointInfo completed =
                    outcome.get(CheckpointCoordinatorMXBean.MAX_WAIT, TimeUnit.MILLISECONDS);
            record(type, by, ChangeOutcome.done("checkpoint " + RestartPoint.place(completed)));
            return completed;
        } catch (ExecutionException e) {
            throw failed(before, type, by, String.valueOf(reason(e).getMessage()));
        } catch (TimeoutException e) {
            throw failed(
                    before,
                    type,
                    by,
                    "not done within " + CheckpointCoordinatorMXBean.MAX_WAIT + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(before, type, by, "the wait was interrupted; it may still complete");
        }
    }

    private IllegalStateException failed(
            CheckpointEngine before, String type, String by, String why) {
        record(type, by, ChangeOutcome.failed(why));
        return new IllegalStateException(
                "job "
                        + changes.jobId()
                        + ": the "
                        + type
                        + " checkpoint did not complete: "
                        + why
                        + "; the newest completed checkpoint is "
                        + RestartPoint.text(engine.newest(before)));
    }

    private void record(String type, String by, ChangeOutcome outcome) {
        changes.record("triggerCheckpoint", "", type, by, "", outcome);
    }

    /** Returns the cause below the wrapper exceptions of futures. */
    static Throwable reason(Throwable error) {
        Throwable reason = error;
        while (reason.getCause() != null
                && (reason instanceof ExecutionException
                        || reason instanceof CompletionException)) {
            reason = reason.getCause();
        }
        return reason;
    }

    private TriggerType parsed(String type) {
        for (TriggerType candidate : TriggerType.values()) {
            if (candidate.name().equals(type)) {
                return candidate;
            }
        }
        throw new IllegalArgumentException(
                changes.rejection(
                        "type '" + type + "' is none of " + Arrays.toString(TriggerType.values())));
    }
}
