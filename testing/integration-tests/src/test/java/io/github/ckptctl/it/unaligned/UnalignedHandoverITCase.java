// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.unaligned;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.JobManager;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.AgentProgram;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.Counting;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.CheckpointObjectNames;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.UnalignedCapable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Test of tasks that are capable of unaligned checkpoints beside others, and of successive leaders.
 */
@Tag("full")
class UnalignedHandoverITCase {

    private static final Duration SOON = Duration.ofMinutes(3);

    @TempDir Path directory;

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#defaults")
    @Proves(scenario = "a killed leader's heir deploys capable tasks and goes on unaligned")
    void goesOnUnderTheNextLeader(FlinkLine line, TestInfo test) throws Exception {
        try (FlinkCluster cluster =
                line.cluster(test)
                        .highAvailability(2)
                        .agent(AgentJar.path(), "jolokia.enabled=false")
                        .jmx(true)
                        .slots(4)
                        .start()) {
            // given
            for (JobManager each : cluster.jobManagers()) {
                await("the agent of " + each)
                        .atMost(SOON)
                        .until(() -> each.jmx().isRegistered(CheckpointObjectNames.agent()));
            }
            Counting counting = new Counting(directory);
            String job = counting.submit(cluster, "");
            JobManager leader = cluster.leader();
            CheckpointCoordinatorMXBean bean = new Beans(leader.jmx()).job(job);
            Counting.awaitAligned(bean);
            bean.enableUnaligned(true, "back-pressure");
            Counting.awaitUnaligned(bean);

            // when
            leader.process().kill();

            // then
            JobManager heir = cluster.leader();
            Beans beans = new Beans(heir.jmx());
            CheckpointCoordinatorMXBean next = beans.job(job);
            heir.rest().awaitRunning(job);
            Counting.awaitUnaligned(next);
            assertThat(next.getUnalignedCapable()).isEqualTo(UnalignedCapable.YES);
            counting.assertNothingIsLostOrDoubled(heir.rest(), job);
            beans.assertHooksAreWell();
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#defaults")
    @Proves(scenario = "checkpoints stay aligned while one region's tasks are not capable")
    void staysAlignedUntilEveryRegionIsCapable(FlinkLine line, TestInfo test) throws Exception {
        try (FlinkCluster cluster = line.cluster(test).jmx(true).slots(4).start()) {
            // given: two regions, of which one is deployed under the agent and one was before
            Counting counting = new Counting(directory);
            Path fail = directory.resolve("fail");
            String job =
                    counting.submit(
                            cluster,
                            "",
                            "--edges",
                            "regions",
                            "--failFile",
                            fail.toString(),
                            // few in the buffers: no barrier overtakes on a pointwise edge
                            "--recordBytes",
                            "8192");
            AgentProgram.run(
                    "attach",
                    cluster.jobManagerPid(),
                    "jolokia.enabled=false,unaligned.ready=true");
            Beans beans = new Beans(cluster);
            CheckpointCoordinatorMXBean bean = beans.job(job);
            assertThat(bean.getUnalignedCapable()).isEqualTo(UnalignedCapable.NO);
            awaitCheckpoint(bean);
            Files.createFile(fail);
            await("the region that failed")
                    .atMost(SOON)
                    .until(() -> bean.getUnalignedCapable() == UnalignedCapable.PARTLY);
            cluster.rest().awaitRunning(job);

            // when: it is allowed, and cannot be yet
            bean.setUnalignedEnabled(true);

            // then
            CompletedCheckpointInfo aligned = awaitCheckpoint(bean);
            assertThat(aligned.getPersistedInFlight()).isZero();
            assertThat(bean.describeCheckpoint(aligned.getId()).isUnaligned()).isFalse();
            assertThat(bean.getUnalignedCapableReason()).contains("of 4 tasks were deployed");
            assertThat(Files.readString(cluster.jobManagerLog()))
                    .contains("checkpoints stay aligned, from");

            // when: the other region too
            bean.enableUnaligned(true, "");

            // then
            await("all tasks to be capable")
                    .atMost(SOON)
                    .until(() -> bean.getUnalignedCapable() == UnalignedCapable.YES);
            // on edges that are pointwise it is aligned all the same, but is sent as unaligned
            await("an unaligned checkpoint")
                    .atMost(SOON)
                    .until(
                            () ->
                                    Files.readString(cluster.jobManagerLog())
                                            .contains("checkpoints are unaligned, from"));
            awaitCheckpoint(bean);
            counting.assertNothingIsLostOrDoubled(cluster.rest(), job);
            beans.assertHooksAreWell();
        }
    }

    private static CompletedCheckpointInfo awaitCheckpoint(CheckpointCoordinatorMXBean bean) {
        long id = bean.getLatestCompletedId();
        // the one in flight, and the next
        return await("a checkpoint")
                .atMost(SOON)
                .until(bean::getLatestCompletedCheckpoint, latest -> latest.getId() > id + 1);
    }
}
