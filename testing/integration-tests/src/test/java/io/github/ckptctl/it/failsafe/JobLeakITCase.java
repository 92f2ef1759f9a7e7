// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.failsafe;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FlinkRest;
import io.github.ckptctl.cluster.JobJar;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.ClassHistogram;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.ThreadDump;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Test of a JobManager in which many jobs have run and ended. */
@Tag("full")
class JobLeakITCase {

    private static final int JOBS = 200;
    private static final int AT_A_TIME = 8;
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String COORDINATOR =
            "org.apache.flink.runtime.checkpoint.CheckpointCoordinator";

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#first")
    @Proves(value = Capability.JOBS, scenario = "nothing is left of 200 jobs")
    void keepsNoBeanNoCoordinatorAndNoThreadOfTwoHundredJobs(FlinkLine line, TestInfo test) {
        // given
        try (FlinkCluster cluster =
                line.cluster(test)
                        .agent(AgentJar.path(), "jolokia.enabled=false")
                        .jmx(true)
                        .slots(AT_A_TIME)
                        // what Flink itself retains of jobs that have ended
                        .config("jobstore.max-capacity", "1")
                        .start()) {
            Beans beans = new Beans(cluster);
            passThrough(cluster, beans, 1);
            String threadsBefore = ownThreads(cluster);

            // when
            passThrough(cluster, beans, JOBS);

            // then
            await("the last bean to go").atMost(SOON).until(() -> beans.jobNames().isEmpty());
            assertThat(beans.agent().getJobs()).isEmpty();
            await("every coordinator to be collected")
                    .atMost(SOON)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(
                            () ->
                                    assertThat(instances(cluster, COORDINATOR))
                                            .isLessThanOrEqualTo(1));
            assertThat(instances(cluster, "io.github.ckptctl.control.JobCheckpointControl"))
                    .isLessThanOrEqualTo(1);
            assertThat(instances(cluster, "io.github.ckptctl.flink.JobGauges"))
                    .isLessThanOrEqualTo(1);
            assertThat(ownThreads(cluster)).isEqualTo(threadsBefore);
            beans.assertHooksAreWell();
        }
    }

    private static void passThrough(FlinkCluster cluster, Beans beans, int jobs) {
        FlinkRest rest = cluster.rest();
        JobJar jar = TestJobs.slowSnapshotJob(cluster.distribution());
        Queue<String> running = new ArrayDeque<>();
        for (int i = 0; i < jobs; i++) {
            if (running.size() == AT_A_TIME) {
                cancel(cluster, running.remove());
            }
            String job = rest.submit(jar, List.of("--interval", "100", "--name", "job " + i), 1);
            CheckpointCoordinatorMXBean bean = beans.job(job);
            bean.setTimeout(60_000);
            running.add(job);
        }
        running.forEach(job -> cancel(cluster, job));
    }

    private static void cancel(FlinkCluster cluster, String job) {
        cluster.rest().cancel(job);
        await("the job to end")
                .atMost(SOON)
                .until(() -> cluster.rest().jobStatus(job).equals("CANCELED"));
    }

    private static String ownThreads(FlinkCluster cluster) {
        // the threads that come and go with notifications and expiries are not counted
        return ThreadDump.of(cluster.jobManagerPid())
                .lines()
                .filter(line -> line.startsWith("\"ckptctl\""))
                .map(line -> line.substring(0, line.indexOf('#')))
                .sorted()
                .toList()
                .toString();
    }

    private static int instances(FlinkCluster cluster, String type) {
        return ClassHistogram.of(cluster.jobManagerPid()).instances(type);
    }
}
