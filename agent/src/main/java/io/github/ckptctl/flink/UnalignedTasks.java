// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import com.blogspot.mydailyjava.weaklockfree.WeakConcurrentMap;
import org.apache.flink.runtime.blob.BlobWriter;
import org.apache.flink.runtime.blob.PermanentBlobKey;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.deployment.TaskDeploymentDescriptor.MaybeOffloaded;
import org.apache.flink.runtime.deployment.TaskDeploymentDescriptor.NonOffloaded;
import org.apache.flink.runtime.deployment.TaskDeploymentDescriptor.Offloaded;
import org.apache.flink.runtime.executiongraph.Execution;
import org.apache.flink.runtime.executiongraph.ExecutionGraph;
import org.apache.flink.runtime.executiongraph.ExecutionJobVertex;
import org.apache.flink.runtime.executiongraph.ExecutionVertex;
import org.apache.flink.runtime.executiongraph.JobInformation;
import org.apache.flink.runtime.executiongraph.TaskInformation;
import org.apache.flink.runtime.jobgraph.JobVertexID;
import org.apache.flink.types.Either;
import org.apache.flink.util.SerializedValue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Tasks that are deployed capable of unaligned checkpoints although their job was submitted with
 * aligned ones.
 *
 * <p>A task decides when it starts how it treats barriers, by one key of what it is deployed with
 * ({@code StreamTask}, {@code InputProcessorUtil}: the configuration of the chain's head until 2.1,
 * that of the job from 2.2 on). With the key set and aligned barriers it behaves as without the
 * key. An unaligned barrier that reaches a task without the key is fatal: if some vertices have it
 * and others have not, the checkpoint <em>completes</em> without the records that the barrier
 * overtook. Hence two rules. A graph is decided once, and all of its vertices are prepared before
 * the first of them is answered; and a checkpoint is unaligned only if every one of the attempts
 * that it waits for was deployed capable, each tracked individually.
 *
 * <p>No object of Flink's is modified. Graphs and attempts are held weakly. Deployments come on the
 * main thread of each job's JobMaster; queries from any thread.
 */
final class UnalignedTasks {

    private static final Logger LOG = LoggerFactory.getLogger(UnalignedTasks.class);

    /**
     * Keys that a capable task is deployed with. Timers are not interrupted, as that counts
     * together with the first key alone (1.20 on), and the job was submitted without.
     */
    private static final Map<String, String> CAPABLE =
            Map.of(
                    "execution.checkpointing.unaligned.enabled", "true",
                    "execution.checkpointing.unaligned.interruptible-timers.enabled", "false");

    private final UnalignedInternals parts;
    private final FieldAccessor<Boolean> submittedUnaligned;
    private final UnalignedRestrictions restrictions;

    /** The decision for each execution graph. */
    private final WeakConcurrentMap<Object, Decision> decisions =
            new WeakConcurrentMap<>(false, false);

    /** The attempts that were deployed capable. */
    private final WeakConcurrentMap<Object, Boolean> capable =
            new WeakConcurrentMap<>(false, false);

    UnalignedTasks(FlinkInternals parts, UnalignedRestrictions restrictions) {
        this.parts = parts.unaligned;
        this.submittedUnaligned = parts.unalignedEnabled;
        this.restrictions = restrictions;
    }

    /**
     * Returns the job information that an attempt is deployed with.
     *
     * @param isWanted whether it should be capable, if its graph is not yet prepared
     */
    Object jobInformation(Object submitted, Execution attempt, boolean isWanted) {
        Object prepared = parts.areInJobConfiguration() ? prepared(attempt, isWanted) : null;
        return prepared == null ? submitted : prepared;
    }

    /** Returns the information on its job vertex that an attempt is deployed with. */
    Object taskInformation(Object submitted, Execution attempt, boolean isWanted) {
        Object prepared = parts.areInJobConfiguration() ? null : prepared(attempt, isWanted);
        return prepared == null ? submitted : prepared;
    }

    /** Returns whether all of these attempts were deployed capable. */
    boolean areCapable(Collection<Execution> attempts) {
        for (Execution attempt : attempts) {
            if (!capable.containsKey(attempt)) {
                return false;
            }
        }
        return true;
    }

    /** Returns how many of a graph's current attempts were deployed capable. */
    int countCapable(ExecutionGraph graph) {
        if (decisions.get(graph) == null) {
            return 0;
        }
        int count = 0;
        for (ExecutionVertex vertex : graph.getAllExecutionVertices()) {
            count += capable.containsKey(vertex.getCurrentExecutionAttempt()) ? 1 : 0;
        }
        return count;
    }

    /**
     * Returns the reasons that rule unaligned checkpoints out for a graph, empty if there are none.
     */
    String whyNot(ExecutionGraph graph, CheckpointCoordinator coordinator) {
        Decision decision = decisions.get(graph);
        if (decision != null) {
            return decision.whyNot;
        }
        try {
            return restrictions.of(graph, coordinator);
        } catch (RuntimeException e) {
            return "what its tasks are made of cannot be read: " + e;
        }
    }

    /**
     * Makes the decision for a graph, again if it could not be prepared. On the JobMaster's main
     * thread.
     *
     * @return why its tasks cannot be deployed capable, empty if they can
     */
    String prepare(ExecutionGraph graph) {
        CheckpointCoordinator coordinator = graph.getCheckpointCoordinator();
        Decision known = decisions.get(graph);
        if (coordinator != null && (known == null || !known.whyNot.isEmpty())) {
            known = decide(graph, coordinator);
            decisions.put(graph, known);
        }
        return known == null ? "the job has no checkpoint coordinator" : known.whyNot;
    }

    private @Nullable Object prepared(Execution attempt, boolean isWanted) {
        ExecutionJobVertex vertex = attempt.getVertex().getJobVertex();
        ExecutionGraph graph = (ExecutionGraph) vertex.getGraph();
        Decision decision = decisions.get(graph);
        if (decision == null) {
            CheckpointCoordinator coordinator = isWanted ? graph.getCheckpointCoordinator() : null;
            if (coordinator == null || submittedUnaligned.get(coordinator)) {
                return null;
            }
            decisions.expungeStaleEntries();
            capable.expungeStaleEntries();
            decision = decide(graph, coordinator);
            decisions.put(graph, decision);
        }
        Object prepared = decision.prepared(vertex.getJobVertexId());
        if (prepared != null) {
            capable.put(attempt, Boolean.TRUE);
        }
        return prepared;
    }

    private Decision decide(ExecutionGraph graph, CheckpointCoordinator coordinator) {
        Decision decision;
        try {
            String found = restrictions.of(graph, coordinator);
            if (!found.isEmpty()) {
                decision = Decision.not(found);
            } else if (parts.areInJobConfiguration()) {
                decision = Decision.forAll(jobInformation(graph));
            } else {
                decision = Decision.forEach(taskInformation(graph));
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("Job {}: why no task is capable", graph.getJobID(), e);
            decision = Decision.not("what its tasks are deployed with could not be prepared: " + e);
        }
        if (decision.whyNot.isEmpty()) {
            LOG.info(
                    "Job {}: its tasks are deployed capable of unaligned checkpoints",
                    graph.getJobID());
        } else {
            LOG.info(
                    "Job {}: its tasks are deployed for aligned checkpoints only: {}",
                    graph.getJobID(),
                    decision.whyNot);
        }
        return decision;
    }

    private MaybeOffloaded<JobInformation> jobInformation(ExecutionGraph graph) throws IOException {
        Either<SerializedValue<JobInformation>, PermanentBlobKey> serialized =
                BlobWriter.serializeAndTryOffload(
                        parts.jobInformation(graph, CAPABLE), graph.getJobID(), blobWriter(graph));
        return serialized.isLeft()
                ? new NonOffloaded<>(serialized.left())
                : new Offloaded<>(serialized.right());
    }

    private static Map<JobVertexID, Object> taskInformation(ExecutionGraph graph)
            throws IOException {
        Map<JobVertexID, Object> all = new HashMap<>();
        for (ExecutionJobVertex vertex : graph.getVerticesTopologically()) {
            TaskInformation submitted = vertex.getTaskInformation();
            TaskInformation copy =
                    new TaskInformation(
                            submitted.getJobVertexId(),
                            submitted.getTaskName(),
                            submitted.getNumberOfSubtasks(),
                            submitted.getMaxNumberOfSubtasks(),
                            submitted.getInvokableClassName(),
                            UnalignedInternals.changed(submitted.getTaskConfiguration(), CAPABLE));
            all.put(
                    vertex.getJobVertexId(),
                    BlobWriter.serializeAndTryOffload(
                            copy, vertex.getJobId(), vertex.getGraph().getBlobWriter()));
        }
        return all;
    }

    private static BlobWriter blobWriter(ExecutionGraph graph) {
        return graph.getVerticesTopologically().iterator().next().getGraph().getBlobWriter();
    }

    /** Decision for one graph: why not, or what its tasks are deployed with. Immutable. */
    private static final class Decision {

        private final String whyNot;
        private final @Nullable Object ofJob;
        private final Map<JobVertexID, Object> ofVertices;

        private Decision(
                String whyNot, @Nullable Object ofJob, Map<JobVertexID, Object> ofVertices) {
            this.whyNot = whyNot;
            this.ofJob = ofJob;
            this.ofVertices = ofVertices;
        }

        static Decision not(String why) {
            return new Decision(why, null, Map.of());
        }

        static Decision forAll(Object ofJob) {
            return new Decision("", ofJob, Map.of());
        }

        static Decision forEach(Map<JobVertexID, Object> ofVertices) {
            return new Decision("", null, ofVertices);
        }

        @Nullable Object prepared(JobVertexID vertex) {
            return ofJob == null ? ofVertices.get(vertex) : ofJob;
        }
    }
}
