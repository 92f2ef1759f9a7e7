// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.support;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.JobJar;
import io.github.ckptctl.cluster.JobVertex;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import static org.awaitility.Awaitility.await;

/**
 * Base class of tests that share a cluster with the agent on every line, each with a job of its
 * own; after each of them the job's MBean must disappear and no hook may have failed.
 *
 * <p>The cluster is closed with the class. One that other classes of this JVM could use too would
 * wait for them most of the time, and a waiting cluster takes a twentieth of a core.
 */
@ParameterizedClass
@MethodSource("io.github.ckptctl.it.support.FlinkLine#all")
public abstract class SharedClusterTestBase {

    /** The origin of pages that may use the routes on the cluster's REST port. */
    protected static final String ALLOWED_ORIGIN = "https://console.example";

    protected static final Duration SOON = Duration.ofMinutes(2);

    protected static FlinkCluster cluster;
    protected static Beans beans;

    protected final FlinkLine line;
    protected String job = "";

    protected SharedClusterTestBase(FlinkLine line) {
        this.line = line;
    }

    @BeforeParameterizedClassInvocation
    protected static void start(FlinkLine line, TestInfo test) {
        cluster =
                line.cluster(test.getTestClass().orElseThrow().getSimpleName())
                        .agent(
                                AgentJar.path(),
                                // a suspension must outlast rescales too
                                "jolokia.enabled=false,rescale.whileSuspended=force,"
                                        + "rest.allowedOrigins="
                                        + ALLOWED_ORIGIN)
                        .jmx(true)
                        // for two jobs of two subtasks
                        .slots(4)
                        .start();
        beans = new Beans(cluster);
    }

    @AfterParameterizedClassInvocation
    protected static void close() {
        cluster.close();
    }

    @AfterEach
    protected final void cancel() {
        if (!cluster.rest().jobStatus(job).equals("FINISHED")) {
            cluster.rest().cancel(job);
        }
        await("the bean to go")
                .atMost(SOON)
                .until(() -> beans.jobNames().stream().noneMatch(n -> n.toString().contains(job)));
        beans.assertHooksAreWell();
    }

    /** Starts a job with slow snapshots and waits until it runs. */
    protected final CheckpointCoordinatorMXBean submit(String... options) {
        return submit(TestJobs.slowSnapshotJob(cluster.distribution()), options);
    }

    protected final CheckpointCoordinatorMXBean submit(JobJar jar, String... options) {
        job = cluster.rest().submit(jar, List.of(options), 2);
        cluster.rest().awaitRunning(job);
        return beans.job(job);
    }

    public static void awaitCheckpoint(CheckpointCoordinatorMXBean bean) {
        long completed = bean.getCompletedCount();
        await("a checkpoint").atMost(SOON).until(() -> bean.getCompletedCount() > completed);
    }

    /** Changes the parallelism of all vertices; only the adaptive scheduler supports this. */
    protected final void rescaleTo(int parallelism) {
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
