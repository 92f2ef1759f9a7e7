// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.control.Capability;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.LedgerEntry;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** More time for a checkpoint that is nearly done, and none for one that hangs. */
class ExtensionITCase {

    private static final Duration SOON = Duration.ofMinutes(1);

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.FlinkLine#all")
    @Proves(value = Capability.RESCHEDULE, scenario = "auto-extension")
    void givesMoreTimeToTheNearlyCompleteAndLetsTheHangingExpire(FlinkLine line, TestInfo test) {
        try (FlinkCluster cluster =
                line.cluster(test)
                        .agent(AgentJar.path(), "jolokia.enabled=false")
                        .jmx(true)
                        .start()) {
            // given: one subtask takes twice the timeout, all others no time at all
            Beans beans = new Beans(cluster);
            String slow = submit(cluster, "6000");
            CheckpointCoordinatorMXBean bean = beans.job(slow);
            await("an expired one").atMost(SOON).until(() -> bean.getExpiredCount() >= 2);
            assertThat(bean.getCompletedCount()).isZero();
            assertThat(bean.getExtendedCount()).isZero();

            // when
            bean.updateSettings(
                    Map.of("AutoExtendAckPercent", "50", "AutoExtendBy", "10000"), "", 0, -1);

            // then: the next one reaches its deadline, goes on, and completes
            await("a checkpoint").atMost(SOON).until(() -> bean.getCompletedCount() > 0);
            assertThat(bean.getExtendedCount()).isGreaterThan(0);
            assertThat(bean.getLatestCompletedDuration()).isGreaterThan(3_000);
            assertThat(
                            Arrays.stream(bean.getHistory())
                                    .filter(entry -> entry.getAction().equals("autoExtend"))
                                    .map(LedgerEntry::getReason))
                    .isNotEmpty()
                    .allSatisfy(reason -> assertThat(reason).startsWith("still missing: "));
            cluster.rest().cancel(slow);

            // and: one subtask that never comes is given up after one deadline without progress
            String hanging = submit(cluster, "3600000");
            CheckpointCoordinatorMXBean stuck = beans.job(hanging);
            stuck.updateSettings(
                    Map.of("AutoExtendAckPercent", "50", "AutoExtendBy", "3000"), "", 0, -1);
            await("the hang to end").atMost(SOON).until(() -> stuck.getExpiredCount() > 0);
            long expired = stuck.getExpiredCount();
            assertThat(stuck.getExtendedCount()).isLessThanOrEqualTo(expired + 1);
            assertThat(stuck.getCompletedCount()).isZero();
            beans.assertHooksAreWell();
        }
    }

    private static String submit(FlinkCluster cluster, String snapshotMillis) {
        String job =
                cluster.rest()
                        .submit(
                                TestJobs.slowSnapshotJob(cluster.distribution()),
                                List.of(
                                        "--interval", "500",
                                        "--timeout", "3000",
                                        "--slowSubtasks", "1",
                                        "--snapshotMillis", snapshotMillis),
                                2);
        cluster.rest().awaitRunning(job);
        return job;
    }
}
