// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.model.Capability;
import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * The parts of the adaptive scheduler that decide when a rescale is forced. Names are those of
 * 2.0.0 to 2.3.0 and of master, unless a comment says otherwise. Immutable.
 *
 * <p>Until 1.20 there are none, as a rescale waits for no checkpoint; the capability is then ruled
 * out for each job.
 */
final class RescaleInternals {

    static final String ADAPTIVE = "org.apache.flink.runtime.scheduler.adaptive.";
    static final String MANAGER = ADAPTIVE + "DefaultStateTransitionManager";

    private static final String CHECKPOINT = "org.apache.flink.runtime.checkpoint.";
    static final String TRACKER = CHECKPOINT + "DefaultCheckpointStatsTracker";

    final FieldAccessor<Object> context;
    final FieldAccessor<Object> phase;
    final FieldAccessor<Duration> maxTriggerDelay;
    final FieldAccessor<@Nullable Object> changeInCooldown;
    final FieldAccessor<Integer> failuresUntilRescale;
    final FieldAccessor<Object> managerOfState;
    final MethodAccessor onTrigger;
    final MethodAccessor scheduleFromNow;
    final MethodAccessor scheduleOperation;
    final FieldAccessor<@Nullable Object> listener;

    private final boolean isThere;

    RescaleInternals(MemberLookup search) {
        isThere = search.isThere(CHECKPOINT + "CheckpointStatsListener");
        Capability[] needed =
                isThere ? new Capability[] {Capability.FORCED_RESCALE} : new Capability[0];
        context = search.field(MANAGER, "transitionContext", needed);
        phase = search.field(MANAGER, "phase", needed);
        maxTriggerDelay = search.field(MANAGER, "maxTriggerDelay", needed);
        changeInCooldown = search.field(MANAGER + "$Cooldown", "firstChangeEventTimestamp", needed);
        failuresUntilRescale =
                search.field(ADAPTIVE + "Executing", "rescaleOnFailedCheckpointCount", needed);
        managerOfState = search.field(ADAPTIVE + "Executing", "stateTransitionManager", needed);
        onTrigger = search.method(MANAGER, "onTrigger", 0, needed);
        scheduleFromNow = search.method(MANAGER, "scheduleFromNow", 3, needed);
        scheduleOperation =
                search.method(
                        ADAPTIVE + "StateTransitionManager$Context",
                        "scheduleOperation",
                        2,
                        needed);
        listener = search.field(TRACKER, "checkpointStatsListener", needed);

        // instrumented, not read or called; and the names of two phases
        search.method(MANAGER, "triggerTransitionToSubsequentState", 0, needed);
        search.method(MANAGER, "progressToPhase", 1, needed);
        search.method(MANAGER + "$Stabilizing", "onTrigger", 0, needed);
        search.method(MANAGER + "$Stabilized", "onTrigger", 0, needed);
        search.method(TRACKER, "reportFailedCheckpoint", 1, needed);
    }

    /**
     * Returns whether this Flink's adaptive scheduler forces rescales that wait for a checkpoint.
     */
    boolean isThere() {
        return isThere;
    }

    /** Returns whether a job's scheduler does, by the listener to the job's checkpoints. */
    boolean areForced(Object statsTracker) {
        return isThere && listener.isFieldOf(statsTracker) && listener.get(statsTracker) != null;
    }
}
