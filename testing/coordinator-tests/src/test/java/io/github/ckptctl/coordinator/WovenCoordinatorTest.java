// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import io.github.ckptctl.bootstrap.CheckpointHookHandler;
import io.github.ckptctl.bootstrap.CheckpointHooks;
import io.github.ckptctl.control.JobCheckpointControl;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;
import io.github.ckptctl.mbeans.RescheduleOutcome;
import io.github.ckptctl.mbeans.RescheduleResult;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.CompletedCheckpoint;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStore;
import org.apache.flink.runtime.checkpoint.EmbeddedCompletedCheckpointStore;
import org.apache.flink.runtime.checkpoint.PendingCheckpoint;
import org.apache.flink.runtime.jobgraph.tasks.CheckpointCoordinatorConfiguration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class WovenCoordinatorTest {

    @RegisterExtension final WovenFlink flink = new WovenFlink();

    @Test
    void readsTheOverrideAndKeepsItsOwnField() throws Exception {
        // given
        CheckpointCoordinator coordinator = flink.coordinator(0);
        JobCheckpointControl job = flink.jobOf(coordinator);

        // when
        set(job, "Timeout", 900_000);

        // then
        assertThat(coordinator.getCheckpointTimeout()).isEqualTo(900_000);
        assertThat(job.settings().submitted().get(Setting.TIMEOUT)).isEqualTo(WovenFlink.TIMEOUT);
        job.settingsService().reset();
        assertThat(coordinator.getCheckpointTimeout()).isEqualTo(WovenFlink.TIMEOUT);
    }

    @Test
    void armsTheCancellerOfTheNextCheckpointWithTheOverride() throws Exception {
        // given
        CheckpointCoordinator coordinator = flink.coordinator(0);
        JobCheckpointControl job = flink.jobOf(coordinator);
        set(job, "Timeout", 900_000);

        // when
        PendingCheckpoint pending = trigger(coordinator);

        // then
        assertThat(flink.timer.armed("CheckpointCanceller"))
                .singleElement()
                .extracting(armed -> armed.delayMillis)
                .isEqualTo(900_000L);
        assertThat(job.engine().pending())
                .singleElement()
                .satisfies(seen -> assertThat(seen.getId()).isEqualTo(pending.getCheckpointID()))
                .satisfies(
                        seen ->
                                // measured where the machine was slow to tell
                                assertThat(seen.getDeadline() - seen.getTriggeredAt())
                                        .isCloseTo(900_000, within(100_000L)));
    }

    @Test
    void takesForSubmittedWhatFlinkMadeOfAnIntervalBelowTheMinPause() throws Exception {
        // given
        CheckpointCoordinator coordinator =
                flink.submittedAs(
                        CheckpointCoordinatorConfiguration.builder()
                                .setCheckpointInterval(10_000)
                                .setMinPauseBetweenCheckpoints(30_000)
                                .setCheckpointTimeout(WovenFlink.TIMEOUT)
                                .setMaxConcurrentCheckpoints(1)
                                .build(),
                        flink.graph());
        JobCheckpointControl job = flink.jobOf(coordinator);

        // then
        assertThat(job.settings().submitted().get(Setting.INTERVAL)).isEqualTo(30_000);
        assertThat(job.settings().submitted().get(Setting.MIN_PAUSE)).isEqualTo(30_000);

        // when
        set(job, "Interval", 60_000);
        job.settingsService().reset();

        // then
        assertThat(job.settings().effective(Setting.INTERVAL)).isEqualTo(30_000);
    }

    @Test
    void leavesAReplacedCancellerWithoutEffectEvenOnceFired() throws Exception {
        // given
        CheckpointCoordinator coordinator = flink.coordinator(0);
        JobCheckpointControl job = flink.jobOf(coordinator);
        PendingCheckpoint pending = trigger(coordinator);
        Runnable fired = cancellers().get(0);
        set(job, "Timeout", 900_000);

        // when
        List<RescheduleResult> results = job.deadlines().rescheduleInFlight();
        fired.run();

        // then
        assertThat(results)
                .singleElement()
                .satisfies(
                        result ->
                                assertThat(result.getOutcome())
                                        .isEqualTo(RescheduleOutcome.RESCHEDULED))
                .satisfies(
                        result ->
                                assertThat(result.getNewDeadline() - result.getOldDeadline())
                                        .isEqualTo(300_000));
        assertThat(pending.isDisposed()).isFalse();
        assertThat(cancellers()).hasSize(1);
    }

    @Test
    void expiresByTheNewCanceller() throws Exception {
        // given
        CheckpointCoordinator coordinator = flink.coordinator(0);
        JobCheckpointControl job = flink.jobOf(coordinator);
        PendingCheckpoint pending = trigger(coordinator);
        set(job, "Timeout", 900_000);
        job.deadlines().rescheduleInFlight();
        job.deadlines().rescheduleInFlight();

        // when
        assertThat(cancellers()).hasSize(1);
        cancellers().get(0).run();

        // then
        assertThat(pending.isDisposed()).isTrue();
        assertThat(job.expiredCount()).isEqualTo(1);
        assertThat(job.engine().pending()).isEmpty();
    }

    @Test
    void expiresAtOnceWhatIsPastItsNewDeadline() throws Exception {
        // given
        CheckpointCoordinator coordinator = flink.coordinator(0);
        JobCheckpointControl job = flink.jobOf(coordinator);
        PendingCheckpoint pending = trigger(coordinator);
        set(job, "Timeout", 10);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> System.currentTimeMillis() > pending.getCheckpointTimestamp() + 50);

        // when
        List<RescheduleResult> results = job.deadlines().rescheduleInFlight();

        // then
        assertThat(results)
                .singleElement()
                .extracting(RescheduleResult::getOutcome)
                .isEqualTo(RescheduleOutcome.EXPIRED);
        assertThat(pending.isDisposed()).isTrue();
        assertThat(cancellers()).isEmpty();
        assertThat(coordinator.getNumberOfPendingCheckpoints()).isZero();
    }

    @Test
    void reckonsWithATimeoutThatIsAsGoodAsNone() throws Exception {
        // given
        CheckpointCoordinator coordinator =
                flink.submittedAs(
                        CheckpointCoordinatorConfiguration.builder()
                                .setCheckpointInterval(WovenFlink.INTERVAL)
                                .setCheckpointTimeout(Long.MAX_VALUE)
                                .setMaxConcurrentCheckpoints(1)
                                .build(),
                        flink.graph());
        JobCheckpointControl job = flink.jobOf(coordinator);
        PendingCheckpoint pending = trigger(coordinator);

        // when
        List<RescheduleResult> results = job.deadlines().rescheduleInFlight();

        // then
        assertThat(job.engine().pending())
                .singleElement()
                .extracting(PendingCheckpointInfo::getDeadline)
                .isEqualTo(Long.MAX_VALUE);
        assertThat(results)
                .containsExactly(
                        new RescheduleResult(
                                pending.getCheckpointID(),
                                Long.MAX_VALUE,
                                Long.MAX_VALUE,
                                RescheduleOutcome.RESCHEDULED));
        assertThat(pending.isDisposed()).isFalse();
    }

    @Test
    void reArmsThePeriodicTriggerInBothDirections() throws Exception {
        // given
        CheckpointCoordinator coordinator = flink.coordinator(0);
        JobCheckpointControl job = flink.jobOf(coordinator);
        coordinator.startCheckpointScheduler();
        PendingCheckpoint pending = firePeriodicTrigger(coordinator);
        long age = System.currentTimeMillis() - pending.getCheckpointTimestamp();

        // when
        set(job, "Interval", 600_000);
        long later = triggerDelays().get(0);
        set(job, "Interval", 1_000_000);
        long latest = triggerDelays().get(0);
        set(job, "Interval", 300_000);
        long sooner = triggerDelays().get(0);

        // then: counted from the last trigger, each within the duration of the test itself
        assertThat(later).isBetween(600_000 - age - 30_000, 600_000L);
        assertThat(latest).isBetween(1_000_000 - age - 30_000, 1_000_000L);
        assertThat(sooner).isBetween(300_000 - age - 30_000, 300_000L);
        assertThat(triggerDelays()).hasSize(1);
    }

    @Test
    void forecastsTheTriggerThatAChangeThenArms() throws Exception {
        // given
        CheckpointCoordinator coordinator = flink.coordinator(0);
        JobCheckpointControl job = flink.jobOf(coordinator);
        coordinator.startCheckpointScheduler();
        firePeriodicTrigger(coordinator);
        List<Long> before = triggerDelays();

        // when
        long earliest = System.currentTimeMillis();
        long forecast =
                job.settingsService()
                        .forecast(Map.of("Interval", "1000000"), 0, -1)
                        .getNextTriggerAt();
        List<Long> untouched = triggerDelays();
        set(job, "Interval", 1_000_000);
        long armed = System.currentTimeMillis() + triggerDelays().get(0);

        // then: the same point in time, within the duration of the test itself
        long took = System.currentTimeMillis() - earliest;
        assertThat(untouched).isEqualTo(before);
        assertThat(forecast).isBetween(armed - took - 1, armed + 1);
    }

    @Test
    void firesAtOnceWhenTheNewIntervalIsOverAlready() throws Exception {
        // given
        CheckpointCoordinator coordinator = flink.coordinator(0);
        JobCheckpointControl job = flink.jobOf(coordinator);
        coordinator.startCheckpointScheduler();
        PendingCheckpoint pending = firePeriodicTrigger(coordinator);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> System.currentTimeMillis() > pending.getCheckpointTimestamp() + 50);

        // when
        set(job, "Interval", 10);

        // then
        assertThat(triggerDelays()).containsExactly(0L);
    }

    @Test
    void dropsThePeriodicRequestsThatPiledUpBehindASlowCheckpoint() throws Exception {
        // given: three more intervals pass while the checkpoint is in flight
        CheckpointCoordinator coordinator = flink.coordinator(0);
        JobCheckpointControl job = flink.jobOf(coordinator);
        coordinator.startCheckpointScheduler();
        firePeriodicTrigger(coordinator);
        for (int i = 0; i < 3; i++) {
            flink.timer.armed("ScheduledTrigger").get(0).run();
        }
        Collection<?> queue =
                (Collection<?>)
                        FlinkField.of(
                                FlinkField.of(coordinator, "requestDecider"), "queuedRequests");
        assertThat(queue).hasSize(3);

        // when
        set(job, "Interval", 600_000);

        // then
        assertThat(queue).isEmpty();
    }

    @Test
    void doesNotArmATriggerThatIsNotArmed() throws Exception {
        // given
        CheckpointCoordinator coordinator = flink.coordinator(0);
        JobCheckpointControl job = flink.jobOf(coordinator);

        // when
        set(job, "Interval", 1_000);

        // then
        assertThat(triggerDelays()).isEmpty();
        coordinator.startCheckpointScheduler();
        assertThat(triggerDelays()).hasSize(1);
    }

    @Test
    void givesFlinkItsOwnValuesWhenTheSinkFails() throws Exception {
        // given
        CheckpointCoordinator coordinator = flink.coordinator(0);
        set(flink.jobOf(coordinator), "Timeout", 900_000);
        long errors = CheckpointHooks.errors();
        CheckpointHooks.install(
                new CheckpointHookHandler() {
                    @Override
                    public long timeout(Object owner, long submitted) {
                        throw new StackOverflowError("on purpose");
                    }
                });

        // when
        long timeout = coordinator.getCheckpointTimeout();

        // then
        assertThat(timeout).isEqualTo(WovenFlink.TIMEOUT);
        assertThat(CheckpointHooks.errors()).isEqualTo(errors + 1);
        assertThat(CheckpointHooks.lastError()).contains("on purpose");
        flink.expectError();
    }

    @Test
    void isStockAgainWhenTheWeavingIsTakenBack() throws Exception {
        // given
        CheckpointCoordinator coordinator = flink.coordinator(0);
        set(flink.jobOf(coordinator), "Timeout", 900_000);

        // when
        flink.transformer.uninstall(flink.instrumentation);

        // then
        assertThat(coordinator.getCheckpointTimeout()).isEqualTo(WovenFlink.TIMEOUT);
        assertThat(flink.transformer.woven()).isEmpty();
    }

    @Test
    void keepsNoCoordinator() throws Exception {
        // given
        CheckpointCoordinator coordinator = flink.coordinator(0);
        JobCheckpointControl job = flink.jobOf(coordinator);
        trigger(coordinator);
        job.deadlines().rescheduleInFlight();
        coordinator.shutdown();
        WeakReference<CheckpointCoordinator> reference = new WeakReference<>(coordinator);

        // when
        coordinator = null;
        flink.timer.forgetAll();

        // then: gone, although its job's control lives on
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> {
                            System.gc();
                            return reference.get() == null;
                        });
        assertThat(job.engine().pending()).isEmpty();
        assertThat(job.engine().counts().completed()).isZero();
    }

    @Test
    void takesACoordinatorWhoseStoreCannotBeRead() throws Exception {
        // given
        CompletedCheckpointStore unreadable =
                new EmbeddedCompletedCheckpointStore(1) {
                    @Override
                    public List<CompletedCheckpoint> getAllCheckpoints() {
                        throw new UnsupportedOperationException();
                    }
                };

        // when
        JobCheckpointControl job = flink.jobOf(flink.busyCoordinator(unreadable));

        // then: no hook has failed, but a caller that needs certainty gets an exception
        assertThat(job.engine().latestCompleted()).isEqualTo(CompletedCheckpointInfo.none());
        assertThatThrownBy(() -> job.engine().latestUnderLock())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot be read");
    }

    private static void set(JobCheckpointControl job, String name, long value) {
        job.settingsService().change(Map.of(name, Long.toString(value)), "", 0, -1);
    }

    private PendingCheckpoint trigger(CheckpointCoordinator coordinator) {
        coordinator.triggerCheckpoint(false);
        flink.timer.runQueued();
        return only(coordinator);
    }

    private PendingCheckpoint firePeriodicTrigger(CheckpointCoordinator coordinator) {
        flink.timer.armed("ScheduledTrigger").get(0).run();
        flink.timer.runQueued();
        return only(coordinator);
    }

    private static PendingCheckpoint only(CheckpointCoordinator coordinator) {
        Collection<PendingCheckpoint> pending = coordinator.getPendingCheckpoints().values();
        assertThat(pending).hasSize(1);
        return pending.iterator().next();
    }

    private List<Runnable> cancellers() {
        return flink.timer.armed("CheckpointCanceller").stream().map(a -> a.runnable).toList();
    }

    private List<Long> triggerDelays() {
        return flink.timer.armed("ScheduledTrigger").stream().map(a -> a.delayMillis).toList();
    }
}
