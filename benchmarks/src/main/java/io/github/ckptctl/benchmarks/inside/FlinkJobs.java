// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks.inside;

import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobGraphBuilder;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.runtime.jobgraph.tasks.CheckpointCoordinatorConfiguration;
import org.apache.flink.runtime.jobgraph.tasks.JobCheckpointingSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.testtasks.BlockingNoOpInvokable;

import java.util.Map;

/**
 * A Flink cluster in this JVM, with jobs of one task each that do nothing until they are cancelled.
 * The parts of a job that the agent uses are real: its JobMaster, started by a Dispatcher, its
 * scheduler and its coordinator with an armed trigger.
 */
final class FlinkJobs implements AutoCloseable {

    private static final long INTERVAL = 3_600_000;

    private final MiniCluster cluster;

    /** Starts a cluster with slots for this number of jobs. */
    FlinkJobs(int room) throws Exception {
        this(room, Map.of());
    }

    /** Starts a cluster with further options of Flink's. */
    FlinkJobs(int room, Map<String, String> options) throws Exception {
        Configuration configuration = Configuration.fromMap(options);
        configuration.set(RestOptions.BIND_PORT, "0");
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(8));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(8));
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(8));
        cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(configuration)
                                .setNumTaskManagers(1)
                                .setNumSlotsPerTaskManager(room)
                                .build());
        cluster.start();
    }

    /** Starts a job with periodic checkpoints and returns when its task runs. */
    void start() throws Exception {
        awaitRunning(
                described(new JobID())
                        .setJobCheckpointingSettings(
                                new JobCheckpointingSettings(
                                        CheckpointCoordinatorConfiguration.builder()
                                                .setCheckpointInterval(INTERVAL)
                                                .setCheckpointTimeout(INTERVAL)
                                                // and not soon after the start either
                                                .setMinPauseBetweenCheckpoints(INTERVAL)
                                                .setMaxConcurrentCheckpoints(1)
                                                .build(),
                                        null))
                        .build());
    }

    /** Starts a JobMaster for a job whose coordinator is elsewhere in this JVM. */
    void startFor(JobID id) throws Exception {
        awaitRunning(described(id).build());
    }

    private static JobGraphBuilder described(JobID id) {
        JobVertex vertex = new JobVertex("task");
        vertex.setInvokableClass(BlockingNoOpInvokable.class);
        vertex.setParallelism(1);
        return JobGraphBuilder.newStreamingJobGraphBuilder()
                .setJobId(id)
                .setJobName("benchmark")
                .addJobVertex(vertex);
    }

    private void awaitRunning(JobGraph job) throws Exception {
        cluster.submitJob(job).get();
        while (cluster.getJobStatus(job.getJobID()).get() != JobStatus.RUNNING) {
            Thread.sleep(1);
        }
    }

    @Override
    public void close() throws Exception {
        cluster.close();
    }
}
