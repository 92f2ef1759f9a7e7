// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.settings;

import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.SharedClusterTestBase;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Test that gives more time to a checkpoint that is nearly done, and none to one that hangs. */
class ExtensionITCase extends SharedClusterTestBase {

    ExtensionITCase(FlinkLine line) {
        super(line);
    }

    @Test
    @Tag("full")
    @Proves(value = Capability.RESCHEDULE, scenario = "auto-extension")
    void givesMoreTimeToTheNearlyCompleteAndLetsTheHangingExpire() {
        // given: one subtask takes twice the timeout, all others no time at all
        CheckpointCoordinatorMXBean bean = submitWithSlowSubtask("6000");
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
                                .map(ChangeHistoryEntry::getReason))
                .isNotEmpty()
                .allSatisfy(reason -> assertThat(reason).startsWith("still missing: "));
        cancel();

        // and: one subtask that never acknowledges expires after one deadline without progress
        CheckpointCoordinatorMXBean stuck = submitWithSlowSubtask("3600000");
        stuck.updateSettings(
                Map.of("AutoExtendAckPercent", "50", "AutoExtendBy", "3000"), "", 0, -1);
        await("the hang to end").atMost(SOON).until(() -> stuck.getExpiredCount() > 0);
        long expired = stuck.getExpiredCount();
        assertThat(stuck.getExtendedCount()).isLessThanOrEqualTo(expired + 1);
        assertThat(stuck.getCompletedCount()).isZero();
    }

    private CheckpointCoordinatorMXBean submitWithSlowSubtask(String snapshotMillis) {
        return submit(
                "--interval", "500",
                "--timeout", "3000",
                "--slowSubtasks", "1",
                "--snapshotMillis", snapshotMillis);
    }
}
