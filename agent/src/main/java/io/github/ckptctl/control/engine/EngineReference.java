// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.engine;

import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.Rejections;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;

import java.util.function.Function;

/**
 * Reference to the engine of the coordinator that a job currently has. The adaptive scheduler
 * creates a new coordinator at every restart and rescale.
 *
 * <p>Set by Flink's thread inside the coordinator's construction; read by any thread.
 */
public final class EngineReference {

    private final String jobId;
    private volatile CheckpointEngine engine = AbsentEngine.INSTANCE;

    public EngineReference(String jobId) {
        this.jobId = jobId;
    }

    public CheckpointEngine get() {
        return engine;
    }

    public void set(CheckpointEngine newEngine) {
        engine = newEngine;
    }

    /**
     * Returns the newest completed checkpoint, also when the job has left meanwhile: as far as it
     * was known by then.
     *
     * @param before the engine that the job had before
     */
    public CompletedCheckpointInfo newest(CheckpointEngine before) {
        CheckpointEngine current = engine;
        return (current == AbsentEngine.INSTANCE ? before : current).latestCompleted();
    }

    /**
     * Rejects what this Flink or this job cannot do.
     *
     * @throws UnsupportedOperationException with the reason
     */
    public void requireCapability(Capability capability) {
        String reason = engine.missingReason(capability);
        if (!reason.isEmpty()) {
            throw new UnsupportedOperationException(Rejections.nothingChanged(jobId, reason));
        }
    }

    /**
     * Applies an action to the current engine, and again if the engine has been replaced by then.
     *
     * <p>A coordinator that is replaced meanwhile may have armed its trigger from the old state
     * after the new engine was attached and before the new state was visible; hence the second
     * look. When the loop ends, the current engine has applied the action under its own lock, after
     * the new state became visible.
     */
    public <T> T applyToCurrent(Function<CheckpointEngine, T> action) {
        CheckpointEngine applied;
        T result;
        do {
            applied = engine;
            result = action.apply(applied);
        } while (applied != engine);
        return result;
    }
}
