// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.executiongraph.ExecutionGraph;
import org.apache.flink.runtime.scheduler.SchedulerNG;
import org.jspecify.annotations.Nullable;

/**
 * The way from a coordinator to the execution graph that it works for, which knows the JobMaster's
 * main thread: through what tells the coordinator which tasks to trigger. And from there to the
 * scheduler.
 */
final class ExecutionGraphLookup {

    private ExecutionGraphLookup() {}

    /**
     * Returns the graph, null where a coordinator is told otherwise, as in some of Flink's tests.
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
     * Returns the scheduler that a graph belongs to, through what tells the scheduler of failed
     * tasks; null where nobody is told.
     */
    static @Nullable SchedulerNG scheduler(ExecutionGraph graph, FlinkInternals parts) {
        Object told =
                parts.failuresListener.isFieldOf(graph) ? parts.failuresListener.get(graph) : null;
        return told != null && parts.schedulerOfListener.isFieldOf(told)
                ? parts.schedulerOfListener.get(told)
                : null;
    }
}
