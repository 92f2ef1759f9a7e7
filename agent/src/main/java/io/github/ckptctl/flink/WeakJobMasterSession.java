// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.engine.JobMasterSession;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.executiongraph.ExecutionGraph;
import org.apache.flink.runtime.scheduler.SchedulerNG;
import org.jspecify.annotations.Nullable;

import java.lang.ref.WeakReference;

/** A JobMaster, held weakly. */
final class WeakJobMasterSession implements JobMasterSession {

    private final WeakReference<Object> jobMaster;
    private final FlinkInternals parts;
    private final String jobId;
    private final String jobName;

    WeakJobMasterSession(Object jobMaster, FlinkInternals parts) {
        this.jobMaster = new WeakReference<>(jobMaster);
        this.parts = parts;
        this.jobId = jobId(jobMaster, parts);
        this.jobName = property(parts.jobOfMaster.get(jobMaster), "getName");
    }

    static String jobId(Object jobMaster, FlinkInternals parts) {
        return property(parts.jobOfMaster.get(jobMaster), "getJobID");
    }

    /** Returns whether the job has ended, on any JobManager. */
    boolean isOver() {
        SchedulerNG current = scheduler();
        return current != null && current.requestJobStatus().isGloballyTerminalState();
    }

    String jobId() {
        return jobId;
    }

    String jobName() {
        return jobName;
    }

    @Override
    public String status() {
        SchedulerNG current = scheduler();
        // reads one volatile field in either scheduler (1.18.1 to 2.3.0), on any thread
        return current == null ? "UNKNOWN" : current.requestJobStatus().name();
    }

    /**
     * Returns the job's current coordinator, null if it has none or if the scheduler is neither of
     * the two. On the JobMaster's main thread.
     */
    @Nullable CheckpointCoordinator coordinator() {
        SchedulerNG current = scheduler();
        if (current == null) {
            return null;
        }
        ExecutionGraph graph = null;
        if (parts.graphOfScheduler.isFieldOf(current)) {
            graph = parts.graphOfScheduler.get(current);
        } else if (parts.stateOfAdaptive.isFieldOf(current)) {
            Object state = parts.stateOfAdaptive.get(current);
            graph = parts.graphOfState.isFieldOf(state) ? parts.graphOfState.get(state) : null;
        }
        return graph == null ? null : graph.getCheckpointCoordinator();
    }

    /**
     * Returns the manager that decides about rescales of the job's current tasks, null if there is
     * none. On the JobMaster's main thread.
     */
    @Nullable Object transitionManager() {
        SchedulerNG current = scheduler();
        Object state =
                current != null && parts.stateOfAdaptive.isFieldOf(current)
                        ? parts.stateOfAdaptive.get(current)
                        : null;
        return state != null && parts.rescale.managerOfState.isFieldOf(state)
                ? parts.rescale.managerOfState.get(state)
                : null;
    }

    /** Returns the job's metric group, null if the JobMaster is no more or has no such group. */
    @Nullable MetricGroup metricGroup() {
        Object present = jobMaster.get();
        return present == null ? null : parts.metrics.groupOf(present);
    }

    /** Returns the gateway of the ResourceManager, null while there is no connection to one. */
    @Nullable Object resourceManager() {
        Object present = jobMaster.get();
        return present == null ? null : parts.holders.resourceManager(present);
    }

    /** Returns this JobManager's configuration, null if it is not known. */
    @Nullable Configuration configuration() {
        Object present = jobMaster.get();
        return present == null || !parts.configurationOfMaster.isFound()
                ? null
                : parts.configurationOfMaster.get(present).getConfiguration();
    }

    private @Nullable SchedulerNG scheduler() {
        Object present = jobMaster.get();
        return present == null ? null : parts.scheduler.get(present);
    }

    @Override
    public boolean isSame(JobMasterSession other) {
        return other instanceof WeakJobMasterSession
                && ((WeakJobMasterSession) other).jobMaster.get() == jobMaster.get();
    }

    /**
     * Calls a getter of a JobGraph (1.x) or an ExecutionPlan (2.x, of which there are several) by
     * reflection.
     */
    private static String property(Object job, String getter) {
        try {
            return String.valueOf(job.getClass().getMethod(getter).invoke(job));
        } catch (ReflectiveOperationException e) {
            throw new UnsupportedOperationException("the job does not return its " + getter, e);
        }
    }
}
