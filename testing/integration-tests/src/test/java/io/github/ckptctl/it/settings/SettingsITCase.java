// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.settings;

import io.github.ckptctl.cluster.Checkpoint;
import io.github.ckptctl.cluster.CheckpointStatus;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.SharedClusterTestBase;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.CheckpointNotifications;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;
import io.github.ckptctl.mbeans.RescheduleOutcome;
import io.github.ckptctl.mbeans.RescheduleResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.Notification;
import javax.management.NotificationFilterSupport;
import javax.management.RuntimeMBeanException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/** Test of the settings of running jobs, changed on real JobManagers over JMX. */
class SettingsITCase extends SharedClusterTestBase {

    SettingsITCase(FlinkLine line) {
        super(line);
    }

    @Test
    @Tag("main")
    @Proves({
        Capability.TIMEOUT,
        Capability.RESCHEDULE,
        Capability.PENDING_CHECKPOINTS,
        Capability.LATEST_CHECKPOINT
    })
    void completesPendingCheckpointAfterTimeoutIncrease() {
        // given: no checkpoint can complete
        CheckpointCoordinatorMXBean bean =
                submit("--interval", "1000", "--timeout", "20000", "--snapshotMillis", "25000");
        await("an expired checkpoint").atMost(SOON).until(() -> bean.getExpiredCount() > 0);
        PendingCheckpointInfo doomed = awaitPendingOfAge(bean, 8_000);

        // when
        bean.setTimeout(60_000);
        RescheduleResult[] results = bean.rescheduleInFlight();

        // then
        assertThat(results)
                .singleElement()
                .satisfies(
                        result -> {
                            assertThat(result.getId()).isEqualTo(doomed.getId());
                            assertThat(result.getOutcome())
                                    .isEqualTo(RescheduleOutcome.RESCHEDULED);
                            assertThat(result.getNewDeadline())
                                    .isEqualTo(doomed.getTriggeredAt() + 60_000);
                        });
        await("the checkpoint to complete")
                .atMost(SOON)
                .until(() -> bean.getLatestCompletedId() == doomed.getId());
        assertThat(bean.getLatestCompletedDuration()).isGreaterThan(20_000);
        assertThat(bean.getLatestCompletedCheckpoint().getExternalPath()).isNotEmpty();
        assertThat(bean.getRescheduledCount()).isEqualTo(1);
        assertThat(bean.getSubmittedTimeout()).isEqualTo(20_000);
        assertThat(bean.getJobStatus()).isEqualTo("RUNNING");
    }

    @Test
    @Tag("full")
    @Proves(Capability.INTERVAL)
    void armsTheTriggerAtOnceWhenTheIntervalChanges() {
        // given
        CheckpointCoordinatorMXBean bean = submit("--interval", "2000");
        await("two checkpoints").atMost(SOON).until(() -> bean.getCompletedCount() >= 2);

        // when: ten minutes
        bean.setInterval(600_000);
        long triggered = bean.getTriggeredCount();
        await("three of the old intervals to pass without a trigger")
                .during(Duration.ofSeconds(6))
                .atMost(SOON)
                .until(() -> bean.getTriggeredCount() <= triggered + 1);
        long before = latestTrigger();
        bean.setInterval(1_000);

        // then: long past the last trigger plus a second, so at once, and then each second
        await("a few triggers").atMost(SOON).until(() -> after(before).size() >= 4);
        List<Long> next = after(before);
        assertThat(next.get(0) - before).isGreaterThan(5_000).isLessThan(60_000);
        assertThat(next.get(3) - next.get(0)).isBetween(2_800L, 20_000L);
    }

    @Test
    @Tag("full")
    @Proves(Capability.INTERVAL)
    void countsALongerIntervalFromTheLastTrigger() {
        // given
        CheckpointCoordinatorMXBean bean = submit("--interval", "1000");
        await("two checkpoints").atMost(SOON).until(() -> bean.getCompletedCount() >= 2);

        // when
        bean.setInterval(8_000);
        long last = latestTrigger();
        await("the next trigger").atMost(SOON).until(() -> !after(last).isEmpty());

        // then: exactly from trigger to trigger, within the delay of a busy machine
        assertThat(after(last).get(0) - last).isBetween(7_900L, 12_000L);
    }

    @Test
    @Tag("full")
    @Proves(Capability.MIN_PAUSE)
    void respectsTheMinPauseFromTheNextCompletionOn() {
        // given
        CheckpointCoordinatorMXBean bean = submit("--interval", "3000");
        await("a checkpoint").atMost(SOON).until(() -> bean.getCompletedCount() >= 1);

        // when
        bean.setMinPause(3_000);
        long from = latestTrigger();
        await("four more").atMost(SOON).until(() -> after(from).size() >= 4);

        // then: each starts at least the pause after the end of the one before
        List<Checkpoint> completed =
                cluster.rest().checkpoints(job).withStatus(CheckpointStatus.COMPLETED).stream()
                        .filter(checkpoint -> checkpoint.triggerTimestamp().toEpochMilli() > from)
                        .sorted(Comparator.comparingLong(Checkpoint::id))
                        .toList();
        for (int i = 1; i < completed.size(); i++) {
            long pause =
                    Duration.between(
                                    completed.get(i - 1).latestAckTimestamp(),
                                    completed.get(i).triggerTimestamp())
                            .toMillis();
            // Flink measures from the completion on the JobManager, which follows the last ack
            assertThat(pause).isGreaterThanOrEqualTo(2_990);
        }
    }

    @Test
    @Tag("main")
    @Proves({Capability.TIMEOUT, Capability.INTERVAL, Capability.MIN_PAUSE})
    void changesAllOrNothing() throws Exception {
        // given
        CheckpointCoordinatorMXBean bean = submit("--interval", "60000", "--timeout", "600000");

        // when
        Throwable oneBad =
                catchThrowable(
                        () ->
                                bean.updateSettings(
                                        Map.of(
                                                "Timeout", "700000",
                                                "Interval", "70000",
                                                "MinPause", "80000"),
                                        "",
                                        0,
                                        -1));
        AttributeList several = new AttributeList();
        several.add(new Attribute("Timeout", 700_000L));
        several.add(new Attribute("MinPause", -1L));
        Throwable oneBadAttribute =
                catchThrowable(
                        () -> beans.connection().setAttributes(beans.awaitName(job), several));
        long revision = bean.updateSettings(Map.of("Timeout", "700000"), "load test", 0, 0);
        Throwable stale =
                catchThrowable(() -> bean.updateSettings(Map.of("Timeout", "800000"), "", 0, 0));

        // then
        assertThat(oneBad)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Interval 70000 ms would be below MinPause 80000 ms");
        assertThat(oneBadAttribute)
                .isInstanceOf(RuntimeMBeanException.class)
                .hasStackTraceContaining("below the minimum of 0 ms");
        assertThat(revision).isEqualTo(1);
        assertThat(stale)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("revision 0");
        assertThat(bean.getTimeout()).isEqualTo(700_000);
        assertThat(bean.getInterval()).isEqualTo(60_000);
        assertThat(bean.getMinPause()).isZero();
        assertThat(Arrays.stream(bean.getHistory()).map(ChangeHistoryEntry::getOutcome))
                .filteredOn(outcome -> outcome.startsWith("REFUSED"))
                .hasSize(3);

        // and several valid ones are one update
        AttributeList good = new AttributeList();
        good.add(new Attribute("Interval", 90_000L));
        good.add(new Attribute("MinPause", 80_000L));
        beans.connection().setAttributes(beans.awaitName(job), good);
        assertThat(bean.getRevision()).isEqualTo(2);
        assertThat(bean.getMinPause()).isEqualTo(80_000);
    }

    @Test
    @Tag("full")
    @Proves(Capability.TIMEOUT)
    void endsAChangeWhenItsTimeIsOver() throws Exception {
        // given
        CheckpointCoordinatorMXBean bean = submit("--interval", "60000", "--timeout", "600000");
        Queue<Notification> heard = new ConcurrentLinkedQueue<>();
        NotificationFilterSupport changes = new NotificationFilterSupport();
        changes.enableType(CheckpointNotifications.SETTINGS_CHANGED);
        beans.connection()
                .addNotificationListener(
                        beans.awaitName(job), (message, back) -> heard.add(message), changes, null);

        // when
        bean.updateSettings(Map.of("Timeout", "900000"), "three at night", 2_000, -1);

        // then
        assertThat(bean.getTimeout()).isEqualTo(900_000);
        assertThat(bean.getOverrideActive()).isEqualTo(1);
        await("the expiry").atMost(SOON).until(() -> bean.getTimeout() == 600_000);
        await("its notification").atMost(SOON).until(() -> heard.size() >= 2);
        assertThat(bean.getOverrideActive()).isZero();
        assertThat(bean.getHistory())
                .extracting(ChangeHistoryEntry::getAction)
                .containsExactly("updateSettings", "expire");
        assertThat(heard)
                .hasSize(2)
                .last()
                .satisfies(
                        last ->
                                assertThat(last.getUserData())
                                        .isInstanceOfSatisfying(
                                                Map.class,
                                                data ->
                                                        assertThat(data.get("to"))
                                                                .isEqualTo("Timeout=600000 ms")));
    }

    @Test
    @Tag("full")
    @Proves(
            value = {Capability.JOBS, Capability.TIMEOUT, Capability.INTERVAL},
            scenario = "settings outlast failovers, and rescales with the adaptive scheduler")
    void keepsSettingsAcrossFailoverAndRescale() {
        // given
        CheckpointCoordinatorMXBean bean =
                submit(
                        "--interval",
                        "1000",
                        "--timeout",
                        "600000",
                        // long enough to be seen in flight
                        "--snapshotMillis",
                        "500");
        await("a checkpoint").atMost(SOON).until(() -> bean.getCompletedCount() >= 1);
        bean.updateSettings(Map.of("Timeout", "700000", "Interval", "1500"), "", 0, -1);

        // when: the job's tasks die
        cluster.killTaskManager(cluster.taskManagers().size() - 1);
        cluster.startTaskManager();
        cluster.rest().awaitRunning(job);
        awaitCheckpoint(bean);
        if (line.adaptive()) {
            rescaleTo(1);
            awaitCheckpoint(bean);
        }

        // then
        assertThat(bean.getTimeout()).isEqualTo(700_000);
        assertThat(bean.getInterval()).isEqualTo(1_500);
        assertThat(bean.getRevision()).isEqualTo(1);
        assertThat(bean.getRestoredCount()).isGreaterThanOrEqualTo(1);
        assertThat(bean.getHistory()).hasSize(1);
        await("a checkpoint with the deadline of the override")
                .atMost(SOON)
                .until(
                        () ->
                                Arrays.stream(bean.getPendingCheckpoints())
                                        .anyMatch(
                                                pending ->
                                                        pending.getDeadline()
                                                                        - pending.getTriggeredAt()
                                                                == 700_000));
    }

    @Test
    @Tag("full")
    @Proves(Capability.NUM_RETAINED)
    void retainsAsManyCheckpointsAsAreSet() {
        // given
        CheckpointCoordinatorMXBean bean = submit("--interval", "200");
        awaitCheckpoint(bean);
        assertThat(bean.getNumRetained()).isEqualTo(1);

        // when, then
        bean.setNumRetained(4);
        await("more").atMost(SOON).until(() -> retained().size() == 4);
        bean.setNumRetained(2);
        await("fewer").atMost(SOON).until(() -> retained().size() == 2);
        bean.resetSettings();
        await("the newest alone").atMost(SOON).until(() -> retained().size() == 1);
    }

    /** Returns the directories of the checkpoints that are complete and not deleted. */
    private List<String> retained() {
        String[] all = cluster.checkpointDirectory().resolve(job).toFile().list();
        return Arrays.stream(all)
                .filter(name -> name.startsWith("chk-"))
                .filter(name -> Files.exists(metadataOf(name)))
                .toList();
    }

    private Path metadataOf(String checkpoint) {
        return cluster.checkpointDirectory().resolve(job).resolve(checkpoint).resolve("_metadata");
    }

    @Test
    @Tag("full")
    @Proves(Capability.MAX_CONCURRENT)
    void hasAsManyCheckpointsInFlightAsAreSet() {
        // given
        CheckpointCoordinatorMXBean bean =
                submit("--interval", "200", "--timeout", "600000", "--snapshotMillis", "600000");
        await("one").atMost(SOON).until(() -> bean.getPendingCount() == 1);
        assertThat(bean.getMaxConcurrent()).isEqualTo(1);

        // when
        bean.setMaxConcurrent(3);

        // then
        await("three").atMost(SOON).until(() -> bean.getPendingCount() == 3);
        assertThat(cluster.rest().checkpointConfig(job).get("max_concurrent").getAsLong())
                .isEqualTo(3);
    }

    private PendingCheckpointInfo awaitPendingOfAge(CheckpointCoordinatorMXBean bean, long millis) {
        await("a checkpoint at second " + millis / 1000)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> bean.getOldestPendingAge() >= millis);
        return bean.getPendingCheckpoints()[0];
    }

    private List<Long> triggers() {
        return cluster.rest().checkpoints(job).history().stream()
                .map(checkpoint -> checkpoint.triggerTimestamp().toEpochMilli())
                .sorted()
                .toList();
    }

    private long latestTrigger() {
        return triggers().stream().max(Comparator.naturalOrder()).orElseThrow();
    }

    private List<Long> after(long timestamp) {
        return triggers().stream().filter(trigger -> trigger > timestamp).toList();
    }
}
