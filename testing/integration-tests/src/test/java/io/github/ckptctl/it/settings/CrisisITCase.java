// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.settings;

import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.SharedClusterTestBase;
import io.github.ckptctl.mbeans.AdviceVerdict;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.CheckpointDescription;
import io.github.ckptctl.mbeans.CheckpointDiagnosis;
import io.github.ckptctl.mbeans.CheckpointHolder;
import io.github.ckptctl.mbeans.CheckpointPhase;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.FailedHolders;
import io.github.ckptctl.mbeans.HolderStack;
import io.github.ckptctl.mbeans.HolderStacks;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;
import io.github.ckptctl.mbeans.SettingAdvice;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/** Test of what an operator changes in an incident besides deadlines, on real JobManagers. */
class CrisisITCase extends SharedClusterTestBase {

    @TempDir Path directory;

    CrisisITCase(FlinkLine line) {
        super(line);
    }

    @Test
    @Tag("full")
    @Proves(Capability.PERIODIC_START)
    void givesAnIntervalToAJobSubmittedWithoutOneAcrossFailovers() throws Exception {
        // given
        Path failFile = directory.resolve("fail");
        CheckpointCoordinatorMXBean bean = submit("--failFile", failFile.toString());
        assertThat(bean.getInterval()).isEqualTo(-1);
        assertThat(bean.getPeriodicEnabled()).isZero();

        // when
        bean.setInterval(300);

        // then
        awaitCheckpoint(bean);
        awaitCheckpoint(bean);
        assertThat(bean.getPeriodicEnabled()).isEqualTo(1);
        assertThat(bean.getSubmittedInterval()).isEqualTo(-1);
        Files.createFile(failFile);
        await("the failover").atMost(SOON).until(() -> bean.getRestoredCount() == 1);
        cluster.rest().awaitRunning(job);
        awaitCheckpoint(bean);
        if (line.adaptive()) {
            rescaleTo(1);
            awaitCheckpoint(bean);
        }

        // and: none after the reset, also across the next failover
        long restored = bean.getRestoredCount();
        bean.resetSettings();
        await("what was in flight").atMost(SOON).until(() -> bean.getPendingCount() == 0);
        assertThat(bean.getInterval()).isEqualTo(-1);
        assertThat(bean.isPeriodicTriggerArmed()).isFalse();
        Files.createFile(failFile);
        await("the failover").atMost(SOON).until(() -> bean.getRestoredCount() > restored);
        cluster.rest().awaitRunning(job);
        assertThat(bean.isPeriodicTriggerArmed()).isFalse();
        assertThat(bean.getPeriodicEnabled()).isZero();
        bean.setInterval(300);
        awaitCheckpoint(bean);
    }

    @Test
    @Tag("full")
    @Proves({Capability.INITIAL_DELAY, Capability.SAVEPOINT_TIMEOUT})
    void delaysTheFirstCheckpointAndGivesSavepointsTheirTimeout() throws Exception {
        // given
        Path failFile = directory.resolve("fail");
        Path snapshotMillis = Files.writeString(directory.resolve("snapshotMillis"), "1");
        CheckpointCoordinatorMXBean bean =
                submit(
                        "--interval",
                        "200",
                        "--failFile",
                        failFile.toString(),
                        "--snapshotFile",
                        snapshotMillis.toString());
        assertThat(bean.getInitialDelay()).isEqualTo(-1);
        assertThat(bean.getRestoredFromId()).isEqualTo(-1);
        assertThat(bean.getRestoredAt()).isEqualTo(-1);
        assertThat(bean.getCompletedSinceRestore()).isEqualTo(-1);
        awaitCheckpoint(bean);

        // when
        bean.setInitialDelay(3_600_000);
        long before = System.currentTimeMillis();
        Files.createFile(failFile);
        await("the restore").atMost(SOON).until(() -> bean.getRestoredAt() >= before);
        cluster.rest().awaitRunning(job);

        // then
        await("the first trigger to wait")
                .atMost(SOON)
                .until(() -> bean.getNextTriggerAt() - before > 1_800_000);
        assertThat(bean.getRestoredFromId()).isEqualTo(bean.getLatestCompletedId()).isPositive();
        assertThat(bean.getCompletedSinceRestore()).isZero();

        // and: a checkpoint by hand does not end the wait, a shorter time does
        bean.triggerCheckpoint("FULL");
        assertThat(bean.getCompletedSinceRestore()).isEqualTo(1);
        assertThat(bean.getNextTriggerAt() - before).isGreaterThan(1_800_000);
        bean.setInitialDelay(0);
        awaitCheckpoint(bean);
        assertThat(bean.getCompletedSinceRestore()).isGreaterThan(1);

        // and: a savepoint that takes longer than a checkpoint may
        bean.updateSettings(
                Map.of("Interval", "600000", "Timeout", "500", "SavepointTimeout", "600000"),
                "",
                0,
                -1);
        await("what is in flight").atMost(SOON).until(() -> bean.getPendingCount() == 0);
        Files.writeString(snapshotMillis, "1500");
        assertThat(cluster.rest().triggerSavepoint(job, null)).isNotEmpty();
        assertThat(catchThrowable(() -> bean.triggerCheckpoint("FULL")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expired");
    }

    @Test
    @Tag("full")
    @Proves(Capability.INTERVAL_DURING_BACKLOG)
    void followsTheBacklogOfASourceWhereFlinkCan() throws Exception {
        if (line.lacks().contains(Capability.INTERVAL_DURING_BACKLOG)) {
            rejectsAnIntervalDuringBacklog();
        } else {
            followsTheBacklogThatASourceReports();
        }
    }

    private void rejectsAnIntervalDuringBacklog() {
        CheckpointCoordinatorMXBean bean = submit("--interval", "300");
        assertThatThrownBy(() -> bean.setIntervalDuringBacklog(0))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining(
                        "this Flink lacks what the capability INTERVAL_DURING_BACKLOG needs");
        assertThat(bean.getIntervalDuringBacklog()).isEqualTo(-1);
        awaitCheckpoint(bean);
    }

    private void followsTheBacklogThatASourceReports() throws Exception {
        // given
        Path backlog = directory.resolve("backlog");
        CheckpointCoordinatorMXBean bean =
                submit(
                        TestJobs.backlogJob(cluster.distribution()),
                        "--interval",
                        "300",
                        "--backlogFile",
                        backlog.toString());
        awaitCheckpoint(bean);
        assertThat(bean.getIntervalDuringBacklog()).isEqualTo(300);

        // when
        bean.setIntervalDuringBacklog(0);

        // then: no triggers while the source has a backlog
        awaitCheckpoint(bean);
        Files.createFile(backlog);
        awaitSilence(bean);
        assertThat(bean.isPeriodicTriggerArmed()).isFalse();
        bean.setIntervalDuringBacklog(1_000);
        awaitCheckpoint(bean);
        bean.setIntervalDuringBacklog(0);
        awaitSilence(bean);
        Files.delete(backlog);
        awaitCheckpoint(bean);
        assertThat(bean.getInterval()).isEqualTo(300);
    }

    /** Waits until nothing was triggered for several intervals. */
    private static void awaitSilence(CheckpointCoordinatorMXBean bean) {
        long[] seen = {-1};
        await("the triggers to stop")
                .atMost(SOON)
                .during(Duration.ofSeconds(2))
                .until(
                        () -> {
                            long before = seen[0];
                            seen[0] = bean.getTriggeredCount();
                            return before == seen[0];
                        });
    }

    @Test
    @Tag("main")
    @Proves(Capability.TRIGGER)
    void triggersACheckpointByHand() {
        // given
        CheckpointCoordinatorMXBean bean = submit("--snapshotMillis", "500");

        // when
        CompletedCheckpointInfo configured = bean.triggerCheckpoint("CONFIGURED");
        CompletedCheckpointInfo full = bean.triggerCheckpoint("FULL");

        // then
        assertThat(configured.getId()).isEqualTo(1);
        assertThat(full.getId()).isEqualTo(2);
        assertThat(full.getDuration()).isGreaterThanOrEqualTo(500);
        assertThat(full.getExternalPath()).isNotEmpty();
        assertThat(bean.getLatestCompletedId()).isEqualTo(2);
        bean.suspend("PERIODIC");
        assertThat(bean.triggerCheckpoint("CONFIGURED").getId()).isEqualTo(3);
        bean.suspend("ALL");
        assertThatThrownBy(() -> bean.triggerCheckpoint("CONFIGURED"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("suspended")
                .hasMessageContaining("the newest completed checkpoint is 3");
        assertThat(bean.getHistory())
                .filteredOn(entry -> entry.getAction().equals("triggerCheckpoint"))
                .extracting(ChangeHistoryEntry::getOutcome)
                .hasSize(4)
                .last()
                .asString()
                .startsWith("FAILED");
    }

    @Test
    @Tag("full")
    @Proves(Capability.TOLERABLE_FAILED_CHECKPOINTS)
    void keepsAJobAliveWithinTheChangedToleranceAndFailsItOverBelow() {
        // given: every checkpoint expires, and the second failure in a row is one too many
        CheckpointCoordinatorMXBean bean =
                submit(
                        "--interval", "60000",
                        "--timeout", "1000",
                        "--snapshotMillis", "20000",
                        "--tolerable", "1");
        assertThat(bean.getTolerableFailedCheckpoints()).isEqualTo(1);

        // when
        bean.setTolerableFailedCheckpoints(1_000);
        bean.setInterval(1_500);

        // then
        await("failures in a row").atMost(SOON).until(() -> bean.getConsecutiveFailures() >= 4);
        assertThat(toleranceExceeded()).isZero();
        assertThat(bean.getJobStatus()).isEqualTo("RUNNING");
        bean.resetFailureCount();
        assertThat(bean.getConsecutiveFailures()).isLessThan(4);
        bean.setTolerableFailedCheckpoints(0);
        await("the failover").atMost(SOON).until(() -> toleranceExceeded() > 0);
    }

    @Test
    @Tag("main")
    @Proves({Capability.STATISTICS, Capability.PENDING_CHECKPOINTS})
    void namesTheSubtaskThatHoldsACheckpointAndTheCure() throws Exception {
        // given: one subtask's snapshot takes a second, then an hour
        Path millis = directory.resolve("millis");
        Files.writeString(millis, "1000");
        CheckpointCoordinatorMXBean bean =
                submit(
                        "--interval", "500",
                        "--timeout", "600000",
                        "--slowSubtasks", "1",
                        "--snapshotFile", millis.toString());
        awaitCheckpoint(bean);
        CheckpointDescription completed = bean.describeCheckpoint(bean.getLatestCompletedId());
        Files.writeString(millis, "3600000");
        await("a checkpoint that waits")
                .atMost(SOON)
                .until(
                        () ->
                                bean.getOldestPendingAge() > 2_000
                                        && bean.diagnose().getHolders().length == 1);

        // when
        CheckpointDiagnosis diagnosis = bean.diagnose();

        // then
        assertThat(completed.getAcknowledged()).isEqualTo(completed.getTotal());
        assertThat(completed.getSync()).isGreaterThanOrEqualTo(1_000);
        assertThat(completed.getSlowest()).startsWith("Map").endsWith("subtask 0");
        assertThat(completed.getTasks()).hasSize(2);
        assertThat(completed.getTasks()[0].getTask()).startsWith("Source");
        assertThat(completed.getTasks()[1].getSyncSubtask()).isZero();
        CheckpointHolder holder = diagnosis.getHolders()[0];
        assertThat(holder.getTask()).startsWith("Map");
        assertThat(holder.getSubtask()).isZero();
        assertThat(holder.getHost()).isNotEmpty();
        assertThat(holder.getPhase()).isEqualTo(CheckpointPhase.SYNC);
        assertThat(diagnosis.getSentences()).hasSizeGreaterThan(5);
        assertThat(diagnosis.getAdvice())
                .filteredOn(advice -> advice.getSetting().equals("AlignedTimeout"))
                .extracting(SettingAdvice::getVerdict)
                .containsExactly(AdviceVerdict.DOES_NOT_HELP);
        assertThatThrownBy(() -> bean.describeCheckpoint(1_000_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("web.checkpoints.history");
        Files.writeString(millis, "0");
        awaitCheckpoint(bean);
    }

    /**
     * One subtask hangs in a call that an interrupt ends, then one in a call that nothing ends. The
     * job has a delay before each restart.
     */
    @Test
    @Tag("full")
    @Proves({Capability.HOLDER_STACKS, Capability.FAIL_HOLDERS})
    void failsTheSubtaskThatHangsSoThatCheckpointsCompleteAgain() throws Exception {
        // given
        Path hang = directory.resolve("hang");
        CheckpointCoordinatorMXBean bean =
                submit(
                        "--interval",
                        "300",
                        "--timeout",
                        "600000",
                        "--hangFile",
                        hang.toString(),
                        "--set",
                        "restart-strategy.type=fixed-delay,"
                                + "restart-strategy.fixed-delay.attempts=2,"
                                + "restart-strategy.fixed-delay.delay=1 s");
        awaitCheckpoint(bean);
        assertThatThrownBy(() -> bean.failHoldingTasks(1_000_000, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not in flight");

        // when
        PendingCheckpointInfo held = hangIn(bean, hang, "");
        HolderStacks stacks = bean.stacksOfHolders(-1);

        // then
        assertThat(stacks.getCheckpointId()).isEqualTo(held.getId());
        assertThat(stacks.getNote()).isEmpty();
        HolderStack stack = stacks.getStacks()[0];
        assertThat(stack.getWhy()).isEmpty();
        assertThat(stack.getThread()).matches("Map -> .* \\([12]/2\\)#0");
        assertThat(stack.getTaskManager()).isNotEmpty();
        assertThat(stack.getStack())
                .hasSizeLessThanOrEqualTo(60)
                .anySatisfy(line -> assertThat(line).contains("callThatDoesNotReturn"));

        // when
        FailedHolders failed = bean.failHoldingTasks(held.getId(), 1);

        // then
        assertThat(failed.getTasks())
                .singleElement()
                .satisfies(task -> assertThat(task).matches("Map -> .* \\([12]/2\\) on .+"));
        assertThat(failed.getRestartsFrom().getId()).isEqualTo(held.getId() - 1);
        await("the restart to be the reason")
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> bean.getNotTriggering().startsWith("the job is "));
        await("the failover").atMost(SOON).until(() -> bean.getRestoredCount() == 1);
        cluster.rest().awaitRunning(job);
        awaitCheckpoint(bean);
        assertThat(bean.getNotTriggering()).isEmpty();
        assertThat(bean.getHistory())
                .anySatisfy(
                        entry -> {
                            assertThat(entry.getAction()).isEqualTo("failHoldingTasks");
                            assertThat(entry.getOutcome()).isEqualTo("DONE");
                        });

        // and: also if the thread goes on hanging
        held = hangIn(bean, hang, "deaf");
        bean.failHoldingTasks(held.getId(), 1);
        await("the failover").atMost(SOON).until(() -> bean.getRestoredCount() == 2);
        cluster.rest().awaitRunning(job);
        awaitCheckpoint(bean);

        // and: not where the job would fail
        long last = hangIn(bean, hang, "").getId();
        assertThatThrownBy(() -> bean.failHoldingTasks(last, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing changed: the job would not restart but fail")
                .hasMessageContaining("maxNumberRestartAttempts=2");
        assertThat(bean.getJobStatus()).isEqualTo("RUNNING");
        Files.createFile(directory.resolve("hang.heard"));
        awaitCheckpoint(bean);
    }

    /** Makes a subtask hang; returns the checkpoint that it holds, as the only one. */
    private static PendingCheckpointInfo hangIn(
            CheckpointCoordinatorMXBean bean, Path file, String how) throws Exception {
        Path written = Files.writeString(file.resolveSibling("written"), how);
        Files.move(written, file);
        await("a checkpoint that one subtask holds")
                .atMost(SOON)
                .until(
                        () ->
                                !Files.exists(file)
                                        && bean.getOldestPendingAge() > 1_000
                                        && bean.diagnose().getHolders().length == 1);
        return bean.getPendingCheckpoints()[0];
    }

    private long toleranceExceeded() {
        String exceptions = cluster.rest().get("/jobs/" + job + "/exceptions").toString();
        return Arrays.stream(exceptions.split("Exceeded checkpoint tolerable failure threshold"))
                        .count()
                - 1;
    }
}
