// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.JobJar;
import io.github.ckptctl.cluster.JobVertex;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import static org.awaitility.Awaitility.await;

/**
 * Tests on the {@link SharedClusters}, each with a job of its own on every line; after each of them
 * the job's bean must go and no hook may have failed.
 */
@ParameterizedClass
@MethodSource("io.github.ckptctl.it.FlinkLine#all")
abstract class OnOneCluster {

    static final Duration SOON = Duration.ofMinutes(2);

    static FlinkCluster cluster;
    static Beans beans;

    final FlinkLine line;
    String job = "";

    OnOneCluster(FlinkLine line) {
        this.line = line;
    }

    @BeforeParameterizedClassInvocation
    static void start(FlinkLine line) {
        cluster = SharedClusters.of(line);
        beans = new Beans(cluster);
    }

    @AfterEach
    final void cancel() {
        if (!cluster.rest().jobStatus(job).equals("FINISHED")) {
            cluster.rest().cancel(job);
        }
        await("the bean to go")
                .atMost(SOON)
                .until(() -> beans.jobNames().stream().noneMatch(n -> n.toString().contains(job)));
        beans.assertHooksAreWell();
    }

    /** Starts a job with slow snapshots and waits until it runs. */
    final CheckpointCoordinatorMXBean submit(String... options) {
        return submit(TestJobs.slowSnapshotJob(cluster.distribution()), options);
    }

    final CheckpointCoordinatorMXBean submit(JobJar jar, String... options) {
        job = cluster.rest().submit(jar, List.of(options), 2);
        cluster.rest().awaitRunning(job);
        return beans.job(job);
    }

    static void awaitCheckpoint(CheckpointCoordinatorMXBean bean) {
        long completed = bean.getCompletedCount();
        await("a checkpoint").atMost(SOON).until(() -> bean.getCompletedCount() > completed);
    }

    /** Changes the parallelism of all vertices; only the adaptive scheduler can. */
    final void rescaleTo(int parallelism) {
        Map<String, Integer> wanted =
                cluster.rest().vertices(job).stream()
                        .collect(Collectors.toMap(JobVertex::id, vertex -> parallelism));
        cluster.rest().putResourceRequirements(job, wanted);
        await("the rescale")
                .atMost(SOON)
                .until(
                        () ->
                                cluster.rest().vertices(job).stream()
                                        .allMatch(vertex -> vertex.parallelism() == parallelism));
        cluster.rest().awaitRunning(job);
    }
}
