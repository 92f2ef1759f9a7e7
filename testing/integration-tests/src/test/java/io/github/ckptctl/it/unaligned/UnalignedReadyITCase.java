// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.unaligned;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FlinkClusterBuilder;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.ChangelogBackend;
import io.github.ckptctl.it.support.Counting;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.UnalignedCapable;
import io.github.ckptctl.mbeans.UnalignedResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Test of jobs whose tasks are deployed capable of unaligned checkpoints from the start. */
@Tag("full")
class UnalignedReadyITCase {

    private static final Duration SOON = Duration.ofMinutes(2);

    /**
     * Three exchanges in a row, of which two stay aligned, so that every checkpoint waits for the
     * records of two; hence a record takes less than half of the time.
     */
    private static final String[] MIXED = {"--edges", "mixed", "--recordMillis", "4"};

    @TempDir Path directory;

    private Counting counting;

    @BeforeEach
    void slowDown() throws Exception {
        counting = new Counting(directory);
    }

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#bothSchedulers")
    @Proves(Capability.UNALIGNED)
    void flipsUnderBackPressureWithoutARestartAndSurvivesAFailure(FlinkLine line, TestInfo test)
            throws Exception {
        try (FlinkCluster cluster =
                ready(line, test)
                        // the configuration of deployed tasks is sent as blobs too
                        .config("blob.offload.minsize", "100")
                        .start()) {
            // given: one that behaves as it was submitted
            String job = counting.submit(cluster, "");
            Beans beans = new Beans(cluster);
            CheckpointCoordinatorMXBean bean = beans.job(job);
            CompletedCheckpointInfo aligned = Counting.awaitAligned(bean);
            assertThat(bean.isUnalignedEnabled()).isFalse();
            assertThat(bean.getUnalignedCapable()).isEqualTo(UnalignedCapable.YES);
            String attempt = Counting.attempt(cluster.rest(), job);

            // when
            UnalignedResult result = bean.enableUnaligned(false, "back-pressure");

            // then
            assertThat(result.isRestarted()).isFalse();
            CompletedCheckpointInfo unaligned = Counting.awaitUnaligned(bean);
            assertThat(unaligned.getDuration()).isLessThan(aligned.getDuration() / 2);
            assertThat(Counting.attempt(cluster.rest(), job)).isEqualTo(attempt);

            // when: all tasks die, and start from that one
            killTaskManager(cluster);
            cluster.rest().awaitRunning(job);

            // then
            Counting.awaitUnaligned(bean);
            assertThat(bean.getRestoredCount()).isPositive();
            assertThat(bean.getUnalignedCapable()).isEqualTo(UnalignedCapable.YES);

            // when: with other parallelisms
            if (line.adaptive()) {
                Counting.rescale(cluster.rest(), job, 3);
                Counting.awaitUnaligned(bean);
                Counting.rescale(cluster.rest(), job, 2);
                Counting.awaitUnaligned(bean);
            }

            // when, then
            counting.assertNothingIsLostOrDoubled(cluster.rest(), job);
            beans.assertHooksAreWell();
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#defaults")
    @Proves(
            scenario =
                    "unaligned checkpoints switched on with RocksDB, the changelog, channels between"
                            + " TaskManagers, pointwise and broadcast edges, and finished tasks")
    void keepsItsPromiseWithOtherStateAndEdges(FlinkLine line, TestInfo test) throws Exception {
        try (FlinkCluster cluster =
                ChangelogBackend.in(line, ready(line, test), directory.resolve("changes"))
                        .taskManagers(2)
                        .slots(1)
                        .config("cluster.evenly-spread-out-slots", "true")
                        .start()) {
            // given
            String job = counting.submit(cluster, "", MIXED);
            Beans beans = new Beans(cluster);
            CheckpointCoordinatorMXBean bean = beans.job(job);
            Counting.awaitAligned(bean);

            // when
            bean.enableUnaligned(false, "");
            Counting.awaitUnaligned(bean);
            killTaskManager(cluster);
            cluster.rest().awaitRunning(job);
            Counting.awaitUnaligned(bean);

            // then
            counting.assertNothingIsLostOrDoubled(cluster.rest(), job);
            beans.assertHooksAreWell();
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#defaults")
    @Proves(scenario = "an unaligned checkpoint restores without the agent")
    void restoresOnAStockJobManager(FlinkLine line, TestInfo test) throws Exception {
        try (FlinkCluster cluster = ready(line, test).start()) {
            // given: a checkpoint with records in flight in it
            String job = counting.submit(cluster, "", MIXED);
            Beans beans = new Beans(cluster);
            CheckpointCoordinatorMXBean bean = beans.job(job);
            Counting.awaitAligned(bean);
            bean.enableUnaligned(false, "");
            Counting.awaitUnaligned(bean);
            beans.assertHooksAreWell();

            // when: the agent detaches, and all tasks die
            beans.agent().detach();
            await("the agent to leave").atMost(SOON).until(() -> beans.jobNames().isEmpty());
            killTaskManager(cluster);
            cluster.rest().awaitRunning(job);

            // then: as submitted, and complete
            long restored =
                    cluster.rest()
                            .get("/jobs/" + job + "/checkpoints")
                            .getAsJsonObject()
                            .getAsJsonObject("latest")
                            .getAsJsonObject("restored")
                            .get("id")
                            .getAsLong();
            assertThat(restored).isPositive();
            counting.assertNothingIsLostOrDoubled(cluster.rest(), job);
        }
    }

    private static FlinkClusterBuilder ready(FlinkLine line, TestInfo test) {
        return line.cluster(test)
                .agent(AgentJar.path(), "jolokia.enabled=false,unaligned.ready=true")
                .jmx(true)
                .slots(4);
    }

    /** Kills the first TaskManager, and starts another one. */
    private static void killTaskManager(FlinkCluster cluster) {
        cluster.killTaskManager(0);
        cluster.startTaskManager();
    }
}
