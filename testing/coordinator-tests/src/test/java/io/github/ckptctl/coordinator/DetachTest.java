// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import io.github.ckptctl.bootstrap.CheckpointHooks;
import io.github.ckptctl.control.JobCheckpointControl;
import io.github.ckptctl.control.engine.JobMasterSession;
import io.github.ckptctl.control.model.Suspension;
import io.github.ckptctl.mbeans.SuspensionMode;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Test of a job while all jobs are returned to stock Flink. */
class DetachTest {

    @RegisterExtension final WovenFlink flink = new WovenFlink();

    private final OneRecord record = new OneRecord();
    private final List<Throwable> failures = new ArrayList<>();

    @Test
    void endsASuspensionAndRejectsTheNextOne() throws Exception {
        // given
        CheckpointCoordinator coordinator = started();
        JobCheckpointControl job = flink.jobOf(coordinator);
        job.settingsService().change(Map.of("Interval", "600000"), "", 0, -1);
        job.suspension().suspend("ALL");

        // when: a caller suspends between the release of the job and the end of the hooks
        List<Throwable> refused = new ArrayList<>();
        detach(() -> refused.add(catchThrowable(() -> job.suspension().suspend("ALL"))));

        // then
        assertThat(refused)
                .singleElement()
                .isInstanceOf(IllegalStateException.class)
                .asString()
                .contains("nothing changed", "is being taken out");
        assertThat(delays())
                .singleElement()
                .satisfies(delay -> assertThat(delay).isBetween(0L, WovenFlink.INTERVAL));
    }

    @Test
    void doesNotTakeUpWhatARecordThatIsReadLateSays() throws Exception {
        // given
        leaveASuspension();
        flink.keepers = id -> record.keeper(id, Duration.ofMillis(50));
        record.readable = new CountDownLatch(1);
        CheckpointCoordinator coordinator = started();
        JobCheckpointControl job = flink.jobOf(coordinator);
        assertThat(job.suspension().current().mode()).isEqualTo(SuspensionMode.NONE);

        // when
        detach(
                () -> {
                    record.readable.countDown();
                    Awaitility.await().until(() -> job.awaitRecovery().isEmpty());
                });

        // then
        assertThat(job.suspension().current().mode()).isEqualTo(SuspensionMode.NONE);
        assertThat(delays()).hasSize(1);
        Awaitility.await().until(() -> record.kept == null);
    }

    @Test
    void leavesAJobThatStartsMeanwhileToFlink() throws Exception {
        // given
        leaveASuspension();

        // when
        detach(
                () -> {
                    try {
                        flink.coordinator(0).startCheckpointScheduler();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });

        // then
        assertThat(delays()).hasSize(1);
    }

    @Test
    void armsATriggerThatWasTakenAwayMeanwhile() throws Exception {
        // given
        CheckpointCoordinator coordinator = started();
        JobCheckpointControl job = flink.jobOf(coordinator);
        Suspension unknown = new Suspension(SuspensionMode.PERIODIC, 0, "", "", -1);

        // when
        detach(() -> job.engine().suspend(() -> {}, unknown));

        // then
        assertThat(delays()).hasSize(1);
    }

    @Test
    void armsNothingThatFlinkDoesNotWant() throws Exception {
        // given
        CheckpointCoordinator stopped = started();
        stopped.stopCheckpointScheduler();
        CheckpointCoordinator armed = flink.coordinator(0);
        armed.startCheckpointScheduler();
        List<RecordingTimer.Armed> before = flink.timer.armed("ScheduledTrigger");

        // when
        detach(() -> {});

        // then: and does not change what is armed
        assertThat(flink.timer.armed("ScheduledTrigger")).isEqualTo(before).hasSize(1);
    }

    private void detach(Runnable meanwhile) {
        flink.register.detach(
                () -> {
                    meanwhile.run();
                    CheckpointHooks.uninstall();
                },
                (job, why) -> failures.add(why));
        assertThat(failures).isEmpty();
    }

    /** Leaves the record of a suspended job, which the next one will find. */
    private void leaveASuspension() throws Exception {
        flink.keepers = id -> record.keeper(id, Duration.ofMinutes(2));
        JobCheckpointControl first = flink.jobOf(flink.coordinator(0));
        first.suspension().suspend("PERIODIC");
        first.end(false);
        assertThat(record.kept).isNotNull();
    }

    private CheckpointCoordinator started() throws Exception {
        CheckpointCoordinator coordinator = flink.coordinator(0);
        flink.register.started(
                FlinkField.of(coordinator, "job").toString(), "job", new OneSession());
        coordinator.startCheckpointScheduler();
        return coordinator;
    }

    private List<Long> delays() {
        return flink.timer.armed("ScheduledTrigger").stream().map(a -> a.delayMillis).toList();
    }

    private record OneSession() implements JobMasterSession {
        @Override
        public String status() {
            return "RUNNING";
        }

        @Override
        public boolean isSame(JobMasterSession other) {
            return other == this;
        }
    }
}
