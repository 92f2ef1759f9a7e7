// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.model.JobSettings;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.mbeans.JobEnd;
import org.apache.flink.runtime.checkpoint.CheckpointProperties;
import org.apache.flink.runtime.checkpoint.CheckpointRetentionPolicy;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStore;
import org.apache.flink.runtime.checkpoint.DefaultCompletedCheckpointStore;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Retention of one coordinator's completed checkpoints when its job, or the processes that run it,
 * end.
 *
 * <p>Both stores call {@code CompletedCheckpoint.shouldBeDiscardedOnShutdown}, which depends on the
 * checkpoint's properties. An orderly stop of the JobManager suspends its jobs: the
 * high-availability store then releases all checkpoints without that call, the standalone store
 * makes it as for any other end (1.18.1 to 2.3.0).
 */
final class CheckpointRetention {

    /**
     * Flink's policies for the values of the setting, in their order: the one that retains least
     * first.
     */
    private static final List<CheckpointRetentionPolicy> POLICIES =
            List.of(
                    CheckpointRetentionPolicy.NEVER_RETAIN_AFTER_TERMINATION,
                    CheckpointRetentionPolicy.RETAIN_ON_FAILURE,
                    CheckpointRetentionPolicy.RETAIN_ON_CANCELLATION);

    private final FlinkInternals parts;
    private final LongSupplier override;
    private final boolean isKeptOnSuspension;

    /**
     * @param store the store of the checkpoints
     * @param override returns the override of {@link Setting#RETENTION}
     */
    CheckpointRetention(
            CompletedCheckpointStore store, LongSupplier override, FlinkInternals parts) {
        this.parts = parts;
        this.override = override;
        this.isKeptOnSuspension = store instanceof DefaultCompletedCheckpointStore;
    }

    /**
     * Returns the properties that decide whether a checkpoint is retained or discarded. Flink never
     * discards a savepoint, or a snapshot that a job was started from without claiming it.
     *
     * @param own the properties that it was taken with
     * @param override the override of {@link Setting#RETENTION}
     */
    static CheckpointProperties inForce(CheckpointProperties own, long override) {
        return override == JobSettings.NO_OVERRIDE || own.isSavepoint()
                ? own
                : CheckpointProperties.forCheckpoint(POLICIES.get((int) override));
    }

    /** Returns the value of {@link Setting#RETENTION} that corresponds to properties. */
    static long of(CheckpointProperties properties, FlinkInternals parts) {
        if (isKept(JobEnd.CANCEL, properties, parts)) {
            return POLICIES.indexOf(CheckpointRetentionPolicy.RETAIN_ON_CANCELLATION);
        }
        return POLICIES.indexOf(
                isKept(JobEnd.FAILURE, properties, parts)
                        ? CheckpointRetentionPolicy.RETAIN_ON_FAILURE
                        : CheckpointRetentionPolicy.NEVER_RETAIN_AFTER_TERMINATION);
    }

    private static boolean isKept(
            JobEnd end, CheckpointProperties properties, FlinkInternals parts) {
        MethodAccessor discarded = parts.discardedOn.get(end);
        return discarded != null
                && discarded.isFound()
                && Boolean.FALSE.equals(discarded.call(properties));
    }

    /**
     * Returns the job ends after which a job can still be started from a checkpoint.
     *
     * @param pinned whether its files are kept whatever happens
     */
    JobEnd[] survives(CompletedCheckpointSnapshot checkpoint, boolean pinned) {
        if (pinned) {
            return JobEnd.values();
        }
        Set<JobEnd> survived = EnumSet.noneOf(JobEnd.class);
        if (!checkpoint.path().isEmpty()) {
            CheckpointProperties properties =
                    inForce(checkpoint.properties(), override.getAsLong());
            survived.add(JobEnd.KILL);
            if (isKeptOnSuspension) {
                survived.add(JobEnd.SHUTDOWN);
            }
            parts.discardedOn.keySet().stream()
                    .filter(end -> isKept(end, properties, parts))
                    .forEach(survived::add);
        }
        return survived.toArray(new JobEnd[0]);
    }
}
