// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.stop;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.JobJar;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.Records;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.StopResult;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.awaitility.Awaitility.await;

/**
 * Counting job that takes checkpoints only when asked, and is started again and again, each time
 * under a new id, with its records in one directory.
 */
final class ExactlyOnceJob {

    static final Duration SOON = Duration.ofMinutes(2);

    private final FlinkCluster cluster;
    private final Beans beans;
    private final Path directory;
    private String id = "";

    ExactlyOnceJob(FlinkCluster cluster, Beans beans, Path directory) {
        this.cluster = cluster;
        this.beans = beans;
        this.directory = directory;
    }

    /** Returns the id of the latest start. */
    String id() {
        return id;
    }

    /** Starts the job without state, and waits for records. */
    CheckpointCoordinatorMXBean start() {
        id = cluster.rest().submit(jar(), options(), 2);
        return afterMoreRecords();
    }

    /** Starts the job from a snapshot, and waits for more records. */
    CheckpointCoordinatorMXBean start(String path, String claimMode) {
        submit(path, claimMode);
        return afterMoreRecords();
    }

    /** Submits the job with a snapshot, and waits for nothing. */
    void submit(String path, String claimMode) {
        id = cluster.rest().submit(jar(), options(), 2, path, claimMode);
    }

    /** Starts the job without state, and stops it with a checkpoint. */
    StopResult startAndStop() {
        return start().stopWithCheckpoint(false, SOON.toMillis());
    }

    /** Starts the job from a snapshot, takes its first checkpoint, and cancels it. */
    String firstCheckpoint(String path, String claimMode) {
        String first = start(path, claimMode).triggerCheckpoint("CONFIGURED").getExternalPath();
        cancel();
        return first;
    }

    void cancel() {
        cluster.rest().cancel(id);
        awaitStatus("CANCELED");
    }

    void awaitStatus(String status) {
        await(status).atMost(SOON).until(() -> cluster.rest().jobStatus(id).equals(status));
    }

    void awaitFailure(String message) {
        await(message)
                .atMost(SOON)
                .until(
                        () ->
                                cluster.rest()
                                        .get("/jobs/" + id + "/exceptions")
                                        .toString()
                                        .contains(message));
    }

    Records records() {
        return Records.in(directory);
    }

    private CheckpointCoordinatorMXBean afterMoreRecords() {
        cluster.rest().awaitRunning(id);
        long read = Records.countRead(directory);
        await("records").atMost(SOON).until(() -> Records.countRead(directory) > read + 50);
        return beans.job(id);
    }

    private JobJar jar() {
        return TestJobs.exactlyOnceJob(cluster.distribution());
    }

    private List<String> options() {
        return List.of("--interval", "600000", "--directory", directory.toString());
    }
}
