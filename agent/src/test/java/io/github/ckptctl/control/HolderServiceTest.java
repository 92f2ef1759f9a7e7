// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.control.change.RecordPersister;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.SettingLimits;
import io.github.ckptctl.control.operation.HolderService;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.FailedHolders;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HolderServiceTest {

    private static final String JOB = "0123456789abcdef0123456789abcdef";
    private static final String ONE = "count (1/2) on tm-1";
    private static final String OTHER = "count (2/2) on tm-2";

    private final ManualTime time = new ManualTime();
    private final RecordingEngine engine = new RecordingEngine(600_000, 60_000, 0);
    private final JobCheckpointControl job =
            new JobCheckpointControl(
                    JOB, time, time, SettingLimits.NONE, RecordPersister.ofMemory());
    private final HolderService holders = job.holders();

    @BeforeEach
    void attach() {
        job.attach(engine);
        engine.latest = SuspensionServiceTest.completed(7, time.millis() - 1_000);
        engine.pending.add(
                new PendingCheckpointInfo(9, "Checkpoint", time.millis(), Long.MAX_VALUE, 1, 2, 0));
        engine.holding = List.of(ONE);
    }

    @Test
    void failsThemAndSaysWhatTheRestartGoesBackTo() {
        // when
        FailedHolders failed = holders.fail(9, 1);

        // then
        assertThat(failed.getCheckpointId()).isEqualTo(9);
        assertThat(failed.getTasks()).containsExactly(ONE);
        assertThat(failed.getRestartsFrom().getId()).isEqualTo(7);
        assertThat(failed.getAge()).isEqualTo(1_000);
        assertThat(failed.getNote()).contains("task.cancellation.timeout");
        assertThat(engine.asked)
                .containsExactly(
                        "fail ["
                                + ONE
                                + "]: ckptctl: failed because it held checkpoint 9, asked for by"
                                + " jmx-local");
        assertThat(job.history())
                .singleElement()
                .satisfies(
                        entry -> {
                            assertThat(entry.getAction()).isEqualTo("failHoldingTasks");
                            assertThat(entry.getFrom()).isEqualTo("checkpoint 9 held by " + ONE);
                            assertThat(entry.getTo())
                                    .isEqualTo("restarted from checkpoint 7 or a later one");
                            assertThat(entry.getOutcome()).isEqualTo("DONE");
                        });
    }

    @Test
    void saysThatThereIsNoCheckpointToGoBackTo() {
        // given
        engine.latest = CompletedCheckpointInfo.none();

        // when
        FailedHolders failed = holders.fail(9, 1);

        // then
        assertThat(failed.getRestartsFrom().getId()).isEqualTo(-1);
        assertThat(failed.getAge()).isEqualTo(-1);
        assertThat(job.history().get(0).getTo())
                .isEqualTo("restarted without a completed checkpoint");
    }

    @Test
    void rejectsMoreThanTheMost() {
        // given
        engine.holding = List.of(ONE, OTHER);

        // when, then
        assertThatThrownBy(() -> holders.fail(9, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "job "
                                + JOB
                                + ": nothing changed: 2 subtasks hold checkpoint 9, above the most of"
                                + " 1: "
                                + ONE
                                + ", "
                                + OTHER);
        assertRejected();
        assertThat(holders.fail(9, 2).getTasks()).containsExactly(ONE, OTHER);
    }

    @Test
    void rejectsWhereNothingHoldsItOrItIsNotInFlight() {
        // when, then
        assertThatThrownBy(() -> holders.fail(8, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "nothing changed: checkpoint 8 is not in flight; in flight: 9");
        engine.holding = List.of();
        assertThatThrownBy(() -> holders.fail(9, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no subtask holds checkpoint 9");
        engine.pending.clear();
        assertThatThrownBy(() -> holders.fail(9, 1)).hasMessageContaining("; none is");
        assertRejected();
    }

    @Test
    void rejectsWhileAStopIsUnderWayAndAMostThatMakesNoSense() {
        // given
        assertThatThrownBy(() -> holders.fail(9, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a most of 0 subtasks is not within 1 and 2147483647");
        engine.stopUnderWay = true;

        // when, then
        assertThatThrownBy(() -> holders.fail(9, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing changed: a stop with savepoint is under way");
        engine.capabilities.remove(Capability.FAIL_HOLDERS);
        assertThatThrownBy(() -> holders.fail(9, 1))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("FAIL_HOLDERS");
        assertRejected();
    }

    private void assertRejected() {
        assertThat(engine.asked).noneMatch(asked -> asked.startsWith("fail"));
        assertThat(job.history())
                .extracting(ChangeHistoryEntry::getOutcome)
                .allMatch(outcome -> outcome.startsWith("REFUSED"));
    }
}
