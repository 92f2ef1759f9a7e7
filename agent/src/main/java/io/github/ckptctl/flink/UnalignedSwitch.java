// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.control.model.UnalignedCapability;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.PendingCheckpoint;
import org.apache.flink.runtime.executiongraph.ExecutionGraph;
import org.apache.flink.runtime.executiongraph.ExecutionVertex;
import org.apache.flink.runtime.scheduler.SchedulerNG;
import org.apache.flink.util.FlinkException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Unaligned checkpoints of one coordinator's job that was submitted with aligned ones: whether its
 * tasks are capable of them, whether a checkpoint goes unaligned, and the redeployment of tasks
 * that are not capable.
 */
final class UnalignedSwitch {

    private static final Logger LOG = LoggerFactory.getLogger(UnalignedSwitch.class);

    private final FlinkInternals parts;
    private final UnalignedTasks tasks;
    private final SubmittedConfiguration submission;

    /** The reasons that rule them out, null until they were looked for. */
    private volatile @Nullable String whyNot;

    /** Whether the last checkpoint that was to be unaligned had to be aligned. */
    private final AtomicBoolean staysAligned = new AtomicBoolean();

    UnalignedSwitch(FlinkInternals parts, UnalignedTasks tasks, SubmittedConfiguration submission) {
        this.parts = parts;
        this.tasks = tasks;
        this.submission = submission;
    }

    /**
     * Returns whether the job's tasks are capable. Any thread.
     *
     * @param isSupported whether tasks can be deployed capable in this Flink
     */
    UnalignedCapability capability(
            @Nullable CheckpointCoordinator coordinator, boolean isSupported) {
        if (submission.settings().get(Setting.UNALIGNED_ENABLED) == 1) {
            return UnalignedCapability.complete("the job was submitted with unaligned checkpoints");
        }
        String ruledOut = submission.whyRuledOut(Capability.UNALIGNED);
        if (!ruledOut.isEmpty()) {
            return UnalignedCapability.impossible(ruledOut);
        }
        if (!isSupported) {
            return UnalignedCapability.impossible(
                    "this Flink lacks what the capability UNALIGNED needs; MissingCapabilities of"
                            + " type=CheckpointAgent names it");
        }
        ExecutionGraph graph =
                coordinator == null ? null : ExecutionGraphLookup.of(coordinator, parts);
        if (coordinator == null || graph == null) {
            return UnalignedCapability.none("the job has no execution graph at the moment");
        }
        String whyNot = whyNot(graph, coordinator);
        if (!whyNot.isEmpty()) {
            return UnalignedCapability.impossible(whyNot);
        }
        int capable = tasks.countCapable(graph);
        if (capable == 0) {
            return UnalignedCapability.none(
                    "its tasks were deployed for aligned ones; enableUnaligned(true, reason) deploys"
                            + " them again from the newest completed checkpoint");
        }
        int all = 0;
        for (ExecutionVertex ignored : graph.getAllExecutionVertices()) {
            all++;
        }
        return capable == all
                ? UnalignedCapability.complete("all " + all + " tasks were deployed capable")
                : UnalignedCapability.partial(
                        capable
                                + " of "
                                + all
                                + " tasks were deployed capable; checkpoints stay aligned until the"
                                + " others have been deployed again too");
    }

    /**
     * Returns the reasons that rule unaligned checkpoints out; looked for once when the graph is
     * complete, as the coordinator's master hooks are added after its creation.
     */
    private String whyNot(ExecutionGraph graph, CheckpointCoordinator coordinator) {
        String known = whyNot;
        if (known == null) {
            known = tasks.whyNot(graph, coordinator);
            if (graph.getState() != JobStatus.CREATED) {
                whyNot = known;
            }
        }
        return known;
    }

    /**
     * Returns whether a checkpoint's barriers may be unaligned although the job was submitted with
     * aligned ones: all attempts that it waits for can take them. Any other attempt fails when it
     * meets such a barrier, or loses records silently.
     */
    boolean mayBeUnaligned(PendingCheckpoint checkpoint) {
        boolean capable = tasks.areCapable(checkpoint.getCheckpointPlan().getTasksToWaitFor());
        if (staysAligned.getAndSet(!capable) == capable) {
            if (capable) {
                LOG.info(
                        "Job {}: checkpoints are unaligned, from {} on",
                        checkpoint.getJobId(),
                        checkpoint.getCheckpointID());
            } else {
                LOG.warn(
                        "Job {}: checkpoints stay aligned, from {} on, as not all of its tasks are"
                                + " capable of unaligned ones",
                        checkpoint.getJobId(),
                        checkpoint.getCheckpointID());
            }
        }
        return capable;
    }

    /**
     * Deploys the job's tasks again from its newest completed checkpoint, capable. Waits for the
     * JobMaster's main thread.
     *
     * @param lock the coordinator's lock
     * @param patience how long to wait for that thread
     * @throws IllegalStateException if the job's state does not allow it now
     * @throws UnsupportedOperationException if the job cannot have unaligned checkpoints
     */
    void redeploy(
            CheckpointCoordinator coordinator,
            Object lock,
            CheckpointStopper stopping,
            String why,
            Duration patience) {
        ExecutionGraph graph = ExecutionGraphLookup.of(coordinator, parts);
        SchedulerNG scheduler = graph == null ? null : ExecutionGraphLookup.scheduler(graph, parts);
        if (graph == null || scheduler == null) {
            throw new IllegalStateException("the job's scheduler is not known");
        }
        MainThreadCall.run(
                graph,
                patience,
                () -> {
                    synchronized (lock) {
                        stopping.requireNone(coordinator);
                    }
                    redeployOnMain(coordinator, graph, scheduler, why);
                    return true;
                });
    }

    private void redeployOnMain(
            CheckpointCoordinator coordinator,
            ExecutionGraph graph,
            SchedulerNG scheduler,
            String why) {
        if (graph.getState() != JobStatus.RUNNING) {
            throw new IllegalStateException("the job is " + graph.getState() + ", not RUNNING");
        }
        Object state =
                parts.stateOfAdaptive.isFieldOf(scheduler)
                        ? parts.stateOfAdaptive.get(scheduler)
                        : null;
        if (state != null && !state.getClass().getSimpleName().equals("Executing")) {
            throw new IllegalStateException(
                    "the adaptive scheduler is " + state.getClass().getSimpleName());
        }
        if (coordinator.getCheckpointStore().getNumberOfRetainedCheckpoints() == 0) {
            throw new IllegalStateException("no checkpoint is complete to restart from");
        }
        String whyNot = tasks.prepare(graph);
        if (!whyNot.isEmpty()) {
            throw new UnsupportedOperationException(whyNot);
        }
        parts.unaligned.redeploy(scheduler, state, graph, new FlinkException(why));
    }
}
