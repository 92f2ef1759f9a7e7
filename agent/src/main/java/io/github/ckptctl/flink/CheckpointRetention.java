// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.JobSettings;
import io.github.ckptctl.control.Setting;
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
 * What Flink does with the completed checkpoints of one coordinator when its job ends, or the
 * processes that run it.
 *
 * <p>Both stores ask {@code CompletedCheckpoint.shouldBeDiscardedOnShutdown}, which goes by the
 * checkpoint's properties. An orderly stop of the JobManager suspends its jobs: the store of high
 * availability then lets go of all checkpoints and asks nothing, the standalone one asks as for any
 * other end (1.18.1 to 2.3.0).
 */
final class CheckpointRetention {

    /**
     * What the values of the setting are to Flink, in their order: the one that keeps least first.
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
     * @param store has the checkpoints
     * @param override tells the override of {@link Setting#RETENTION}
     */
    CheckpointRetention(
            CompletedCheckpointStore store, LongSupplier override, FlinkInternals parts) {
        this.parts = parts;
        this.override = override;
        this.isKeptOnSuspension = store instanceof DefaultCompletedCheckpointStore;
    }

    /**
     * Returns the properties by which a checkpoint is kept or discarded. A savepoint, and what a
     * job was started from without claiming it, is never Flink's to discard.
     *
     * @param own those that it was taken with
     * @param override of {@link Setting#RETENTION}
     */
    static CheckpointProperties inForce(CheckpointProperties own, long override) {
        return override == JobSettings.NO_OVERRIDE || own.isSavepoint()
                ? own
                : CheckpointProperties.forCheckpoint(POLICIES.get((int) override));
    }

    /** Returns the value of {@link Setting#RETENTION} that properties stand for. */
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

    /** Returns after which ends a job can still be started from a checkpoint. */
    JobEnd[] survives(CompletedCheckpointSnapshot checkpoint) {
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
