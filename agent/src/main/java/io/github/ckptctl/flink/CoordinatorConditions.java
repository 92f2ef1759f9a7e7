// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.engine.TriggerConditions;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.ExecutionGraph;
import org.apache.flink.runtime.executiongraph.ExecutionVertex;
import org.jspecify.annotations.Nullable;

import java.util.OptionalLong;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Supplier;

/**
 * Trigger conditions of one coordinator. Plain reads of fields that Flink guards by locks or by its
 * main thread: a value may be a moment old.
 */
final class CoordinatorConditions implements TriggerConditions {

    private static final int SHOWN = 5;

    private final FlinkInternals parts;
    private final @Nullable CheckpointCoordinator coordinator;
    private final @Nullable ExecutionGraph graph;
    private final CheckpointStopper stopping;
    private final PendingCheckpointTracker inFlight;
    private final PeriodicTriggerScheduler trigger;
    private final Supplier<String> jobStatus;

    /**
     * @param coordinator null once it is collected
     * @param jobStatus returns the scheduler's status of the job, empty where it is not known
     */
    CoordinatorConditions(
            FlinkInternals parts,
            @Nullable CheckpointCoordinator coordinator,
            CheckpointStopper stopping,
            PendingCheckpointTracker inFlight,
            PeriodicTriggerScheduler trigger,
            Supplier<String> jobStatus) {
        this.parts = parts;
        this.coordinator = coordinator;
        this.graph =
                coordinator == null || !parts.planCalculator.isFound()
                        ? null
                        : ExecutionGraphLookup.of(coordinator, parts);
        this.stopping = stopping;
        this.inFlight = inFlight;
        this.trigger = trigger;
        this.jobStatus = jobStatus;
    }

    @Override
    public String jobStatus() {
        String status = jobStatus.get();
        if (!status.isEmpty()) {
            return status;
        }
        return graph == null ? "UNKNOWN" : graph.getState().name();
    }

    @Override
    public String stopUnderWay() {
        String stop = stopping.knownUnderWay();
        return !stop.isEmpty()
                ? stop
                : inFlight.oldestFirst().stream()
                        .filter(TrackedCheckpoint::isStopSnapshot)
                        .findFirst()
                        .map(snapshot -> "savepoint " + snapshot.id() + " is in flight")
                        .orElse("");
    }

    @Override
    public boolean isSchedulerStarted() {
        return coordinator != null && coordinator.isPeriodicCheckpointingStarted();
    }

    @Override
    public boolean isBacklog() {
        return !valueOr(parts.trigger.backlogOperators, coordinator, Set.of()).isEmpty();
    }

    @Override
    public int finishedSubtasks() {
        return graph == null ? 0 : graph.getNumFinishedVertices();
    }

    @Override
    public boolean isAllowedAfterTasksFinished() {
        Object calculator = part(parts.planCalculator);
        return valueOr(parts.trigger.allowAfterTasksFinished, calculator, true);
    }

    @Override
    public String subtasksNotRunning() {
        if (graph == null) {
            return "";
        }
        int count = 0;
        int all = 0;
        StringJoiner shown = new StringJoiner(", ");
        for (ExecutionVertex vertex : graph.getAllExecutionVertices()) {
            ExecutionState state = vertex.getExecutionState();
            all++;
            if (state != ExecutionState.RUNNING && state != ExecutionState.FINISHED) {
                count++;
                if (count <= SHOWN) {
                    shown.add(vertex.getTaskNameWithSubtaskIndex() + " is " + state);
                }
            }
        }
        return count == 0 ? "" : count + " of " + all + " are not (" + shown + more(count) + ")";
    }

    private static String more(int count) {
        return count > SHOWN ? " and " + (count - SHOWN) + " more" : "";
    }

    @Override
    public boolean isTriggering() {
        return valueOr(parts.isTriggering, coordinator, false);
    }

    @Override
    public int queued() {
        Object decider = part(parts.decider);
        return valueOr(parts.deciderQueue, decider, Set.of()).size();
    }

    @Override
    public int cleaning() {
        return valueOr(parts.trigger.toClean, part(parts.trigger.cleaner), 0);
    }

    @Override
    public int maxConcurrent() {
        return valueOr(parts.trigger.maxConcurrent, part(parts.decider), Integer.MAX_VALUE);
    }

    @Override
    public OptionalLong sinceTrigger() {
        OptionalLong known = trigger.sinceLastTrigger();
        if (known.isPresent() || graph == null) {
            return known;
        }
        long running = graph.getStatusTimestamp(JobStatus.RUNNING);
        return running == 0
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, System.currentTimeMillis() - running));
    }

    @Override
    public OptionalLong sinceCompletion() {
        if (coordinator == null || !parts.lastCompletion.isFound() || !parts.clock.isFound()) {
            return OptionalLong.empty();
        }
        // before the first one the field has a value that lies far in the past, or 0
        long since =
                parts.clock.get(coordinator).relativeTimeMillis()
                        - parts.lastCompletion.getLong(coordinator);
        return since < 0 ? OptionalLong.empty() : OptionalLong.of(since);
    }

    /** Returns a part of the coordinator, null where there is none. */
    private @Nullable Object part(FieldAccessor<Object> field) {
        return coordinator != null && field.isFieldOf(coordinator) ? field.get(coordinator) : null;
    }

    /** Returns a field's value, another one where this Flink has no such field. */
    private static <T> T valueOr(
            FieldAccessor<? extends T> field, @Nullable Object owner, T otherwise) {
        return owner != null && field.isFieldOf(owner) ? field.get(owner) : otherwise;
    }
}
