// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.executiongraph.ExecutionGraph;
import org.apache.flink.runtime.scheduler.SchedulerNG;
import org.jspecify.annotations.Nullable;

/**
 * Lookup of the execution graph that a coordinator works for, which knows the JobMaster's main
 * thread: through the object that gives the coordinator the tasks to trigger. And from the graph to
 * the scheduler.
 */
final class ExecutionGraphLookup {

    private ExecutionGraphLookup() {}

    /**
     * Returns the graph, null if the coordinator has its tasks from elsewhere, as in some of
     * Flink's tests.
     */
    static @Nullable ExecutionGraph of(CheckpointCoordinator coordinator, FlinkInternals parts) {
        Object calculator = parts.planCalculator.get(coordinator);
        if (!parts.planContext.isFieldOf(calculator)) {
            return null;
        }
        Object context = parts.planContext.get(calculator);
        return parts.graph.isFieldOf(context) ? parts.graph.get(context) : null;
    }

    /**
     * Returns the scheduler that a graph belongs to, through the listener that reports failed tasks
     * to the scheduler; null if there is no such listener.
     */
    static @Nullable SchedulerNG scheduler(ExecutionGraph graph, FlinkInternals parts) {
        Object listener =
                parts.failuresListener.isFieldOf(graph) ? parts.failuresListener.get(graph) : null;
        return listener != null && parts.schedulerOfListener.isFieldOf(listener)
                ? parts.schedulerOfListener.get(listener)
                : null;
    }
}
