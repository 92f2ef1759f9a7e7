// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.cluster;

import io.github.ckptctl.cluster.Checkpoint;
import io.github.ckptctl.cluster.CheckpointStatus;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FlinkRest;
import io.github.ckptctl.cluster.FlinkRestException;
import io.github.ckptctl.cluster.JobManager;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.FlinkProcesses;
import io.github.ckptctl.mbeans.CheckpointObjectNames;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Test of the fixture with several JobManagers. */
@Tag("full")
class HighAvailabilityITCase {

    private static final Duration BOUND = Duration.ofMinutes(3);

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#defaults")
    void handsAJobOnWhenItsJobManagerIsKilled(FlinkLine line, TestInfo test) {
        Path files;
        try (FlinkCluster cluster = cluster(line, test)) {
            // given
            files = cluster.checkpointDirectory().getParent();
            JobManager killed = cluster.leader();
            String job = submit(cluster);
            long lastKnown = completedAfter(killed, job, 0);

            // when
            killed.process().kill();

            // then
            JobManager heir = cluster.leader();
            assertThat(cluster.jobManagers()).containsExactlyInAnyOrder(killed, heir);
            long restored = restored(heir, job);
            assertThat(restored).isGreaterThanOrEqualTo(lastKnown);
            lastKnown = completedAfter(heir, job, restored);
            new Beans(cluster).assertHooksAreWell();

            // when
            JobManager replacement = cluster.startJobManager();
            heir.process().kill();

            // then
            assertThat(cluster.leader()).isSameAs(replacement);
            assertThat(restored(replacement, job)).isGreaterThanOrEqualTo(lastKnown);
            assertThat(replacement.process().name()).isEqualTo("jobmanager-2");
            new Beans(cluster).assertHooksAreWell();
            assertThat(FlinkProcesses.in(files))
                    .as("a JobManager, a TaskManager and a ZooKeeper")
                    .hasSize(3);
        }

        assertThat(FlinkProcesses.in(files)).isEmpty();
        assertThat(files).doesNotExist();
    }

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#defaults")
    void handsAJobOnWhileItsJobManagerSleeps(FlinkLine line, TestInfo test) {
        try (FlinkCluster cluster = cluster(line, test)) {
            // given
            JobManager sleeper = cluster.leader();
            String job = submit(cluster, "3600000");
            // only one checkpoint, so that none is subsumed: a JobManager that wakes may delete the
            // file of a subsumed checkpoint and fail to remove its node from ZooKeeper, and the
            // next
            // leader exits with "Could not retrieve checkpoint" (1.20.5, in 1 of 70 runs)
            long lastKnown = trigger(sleeper, job);

            // when
            sleeper.process().pause();

            // then
            JobManager heir = cluster.leader();
            assertThat(heir).isNotSameAs(sleeper);
            long restored = restored(heir, job);
            assertThat(restored).isGreaterThanOrEqualTo(lastKnown);

            // when
            sleeper.process().resume();

            // then
            await("the sleeper to hear of the new leader")
                    .atMost(BOUND)
                    .ignoreExceptionsInstanceOf(FlinkRestException.class)
                    .until(() -> sleeper.rest().checkpoints(job).restoredId() != null);
            assertThat(cluster.leader()).isSameAs(heir);
            lastKnown = trigger(heir, job);
            new Beans(cluster).assertHooksAreWell();

            // when
            heir.process().kill();

            // then
            assertThat(cluster.leader()).isSameAs(sleeper);
            assertThat(restored(sleeper, job)).isGreaterThanOrEqualTo(lastKnown);
            new Beans(cluster).assertHooksAreWell();
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#first")
    void endsWithAJobManagerThatSleeps(FlinkLine line, TestInfo test) throws IOException {
        Path files;
        try (FlinkCluster cluster = cluster(line, test)) {
            files = cluster.checkpointDirectory().getParent();
            assertThat(cluster.jmx().getMBeanCount()).isPositive();
            cluster.jobManager().pause();
        }

        assertThat(FlinkProcesses.in(files)).isEmpty();
        assertThat(files).doesNotExist();
    }

    private static FlinkCluster cluster(FlinkLine line, TestInfo test) {
        return line.cluster(test)
                .highAvailability(2)
                .agent(AgentJar.path(), "jolokia.port=0")
                .jmx(true)
                .start();
    }

    /** Waits for the agent in all JobManagers, and starts a job. */
    private static String submit(FlinkCluster cluster) {
        return submit(cluster, "300");
    }

    private static String submit(FlinkCluster cluster, String interval) {
        for (JobManager jobManager : cluster.jobManagers()) {
            await("the agent of " + jobManager)
                    .atMost(BOUND)
                    .until(() -> jobManager.jmx().isRegistered(CheckpointObjectNames.agent()));
        }
        FlinkRest rest = cluster.rest();
        return rest.submit(
                TestJobs.slowSnapshotJob(cluster.distribution()),
                List.of("--interval", interval),
                2);
    }

    /** Triggers a checkpoint and returns it. */
    private static long trigger(JobManager leader, String job) {
        leader.rest().awaitRunning(job);
        return new Beans(leader.jmx()).job(job).triggerCheckpoint("FULL").getId();
    }

    /** Waits for some checkpoints newer than this one, and returns the newest. */
    private static long completedAfter(JobManager leader, String job, long checkpoint) {
        leader.rest().awaitRunning(job);
        return await("newer checkpoints")
                .atMost(BOUND)
                .until(() -> newest(leader.rest(), job), newest -> newest > checkpoint + 2);
    }

    private static long newest(FlinkRest rest, String job) {
        return rest.checkpoints(job).withStatus(CheckpointStatus.COMPLETED).stream()
                .mapToLong(Checkpoint::id)
                .max()
                .orElse(0);
    }

    /** Waits until the job runs again, and returns the checkpoint that it was restored from. */
    private static long restored(JobManager leader, String job) {
        leader.rest().awaitRunning(job);
        Long restored = leader.rest().checkpoints(job).restoredId();
        assertThat(restored).isNotNull();
        return restored;
    }
}
