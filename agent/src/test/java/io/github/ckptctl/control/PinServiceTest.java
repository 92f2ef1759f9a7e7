// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.control.change.RecordPersister;
import io.github.ckptctl.control.model.CallerContext;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.Pin;
import io.github.ckptctl.control.model.SettingLimits;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.PinnedCheckpoint;
import io.github.ckptctl.mbeans.Role;
import io.github.ckptctl.mbeans.UnpinOutcome;
import io.github.ckptctl.mbeans.UnpinResult;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class PinServiceTest {

    private static final String JOB = "00000000000000000000000000000001";

    private final ManualTime time = new ManualTime();
    private final FakeStore store = new FakeStore();
    private RecordingEngine engine;
    private JobCheckpointControl job = started();

    @Test
    void keepsACheckpointAndListsIt() {
        // given
        engine.pins.complete(7);

        // when
        PinnedCheckpoint pinned = job.pins().pinCheckpoint(7, "before the upgrade");

        // then
        assertThat(pinned)
                .isEqualTo(
                        new PinnedCheckpoint(
                                7,
                                "file:/c/chk-7",
                                2,
                                30,
                                time.millis(),
                                "jmx-local",
                                "before the upgrade",
                                true));
        assertThat(job.pins().pinned()).containsExactly(pinned);
        assertThat(engine.pins.kept).containsExactly(7L);
        assertThat(store.kept.pins()).extracting(Pin::checkpointId).containsExactly(7L);
        assertThat(store.kept.history()).hasSize(1);
        assertThat(job.history())
                .singleElement()
                .satisfies(
                        entry -> {
                            assertThat(entry.getAction()).isEqualTo("pinCheckpoint");
                            assertThat(entry.getTo()).isEqualTo("checkpoint 7 at file:/c/chk-7");
                            assertThat(entry.getReason()).isEqualTo("before the upgrade");
                        });

        // and: once more changes nothing, by either name
        assertThat(job.pins().pinCheckpoint(7, "again")).isEqualTo(pinned);
        assertThat(job.pins().pinCheckpoint(-1, "again")).isEqualTo(pinned);
        assertThat(job.history()).hasSize(1);

        // and: Flink gives it up
        engine.pins.store.clear();
        assertThat(job.pins().pinned().get(0).isInStore()).isFalse();
    }

    @Test
    void rejectsMoreThanTen() {
        // given
        for (long id = 1; id <= 11; id++) {
            engine.pins.complete(id);
        }
        for (long id = 1; id <= 10; id++) {
            job.pins().pinCheckpoint(id, "");
        }

        // when
        Throwable refused = catchThrowable(() -> job.pins().pinCheckpoint(11, ""));

        // then
        assertThat(refused)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "job "
                                + JOB
                                + ": nothing changed: 10 checkpoints are pinned (1, 2, 3, 4, 5, 6,"
                                + " 7, 8, 9, 10), and the limit is 10; unpin one of them first");
        assertThat(engine.pins.kept).hasSize(10);
        job.pins().unpinCheckpoint(4);
        assertThat(job.pins().pinCheckpoint(11, "").getId()).isEqualTo(11);
    }

    @Test
    void rejectsWhatFlinkDoesNotHave() {
        // given
        engine.pins.complete(7);

        // when
        Throwable refused = catchThrowable(() -> job.pins().pinCheckpoint(6, ""));

        // then
        assertThat(refused)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "job "
                                + JOB
                                + ": nothing changed: checkpoint 6 is none that Flink retains; it"
                                + " retains [7]");
        assertThat(job.history())
                .singleElement()
                .extracting(ChangeHistoryEntry::getOutcome)
                .asString()
                .startsWith("REFUSED");
    }

    @Test
    void rejectsWhereThisFlinkCannot() {
        engine.capabilities.remove(Capability.PINS);

        assertThat(catchThrowable(() -> job.pins().pinCheckpoint(-1, "")))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("PINS");
    }

    @Test
    void keepsNothingThatCannotBeRecorded() {
        // given
        engine.pins.complete(7);
        store.broken = true;

        // when
        Throwable refused = catchThrowable(() -> job.pins().pinCheckpoint(7, ""));

        // then
        assertThat(refused)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no space left");
        assertThat(engine.pins.kept).isEmpty();
        assertThat(job.pins().pinned()).isEmpty();
    }

    @Test
    void letsGoAndSaysWhatBecomesOfTheFiles() {
        for (UnpinOutcome outcome : UnpinOutcome.values()) {
            // given
            engine.pins.complete(7);
            engine.pins.outcome = outcome;
            job.pins().pinCheckpoint(7, "");

            // when
            UnpinResult result = job.pins().unpinCheckpoint(7);

            // then
            assertThat(result.getOutcome()).isEqualTo(outcome);
            assertThat(result.getExternalPath()).isEqualTo("file:/c/chk-7");
            assertThat(job.pins().pinned()).isEmpty();
            assertThat(engine.pins.kept).isEmpty();
            assertThat(store.kept.pins()).isEmpty();
            assertThat(job.history())
                    .last()
                    .satisfies(
                            entry -> {
                                assertThat(entry.getAction()).isEqualTo("unpinCheckpoint");
                                assertThat(entry.getFrom()).startsWith("checkpoint 7 at ");
                                assertThat(entry.getOutcome())
                                        .isEqualTo("DONE: " + result.getExplanation());
                            });
        }
    }

    @Test
    void letsOnlyAnAdministratorLetGo() {
        // given
        engine.pins.complete(7);
        CallerContext.call("http:ada", Role.OPERATOR, () -> job.pins().pinCheckpoint(7, ""));

        // when
        Throwable refused =
                catchThrowable(
                        () ->
                                CallerContext.call(
                                        "http:ada",
                                        Role.OPERATOR,
                                        () -> job.pins().unpinCheckpoint(7)));

        // then
        assertThat(refused).isInstanceOf(SecurityException.class);
        assertThat(job.pins().pinned()).hasSize(1);
        assertThat(catchThrowable(() -> job.pins().unpinCheckpoint(8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("checkpoint 8 is not pinned; pinned: 7");
    }

    @Test
    void keepsItUnderTheNextJobManagerAndAfterARestart() {
        // given
        engine.pins.complete(7);
        job.pins().pinCheckpoint(7, "before the upgrade");
        job.end(false);

        // when
        job = started();

        // then
        assertThat(engine.pins.kept).containsExactly(7L);
        assertThat(job.pins().pinned())
                .singleElement()
                .satisfies(
                        pin -> {
                            assertThat(pin.getExternalPath()).isEqualTo("file:/c/chk-7");
                            assertThat(pin.getReason()).isEqualTo("before the upgrade");
                            assertThat(pin.isInStore()).isFalse();
                        });

        // and: another coordinator, as the adaptive scheduler creates it
        RecordingEngine restarted = new RecordingEngine(600_000, 60_000, 0);
        job.attach(restarted);
        assertThat(restarted.pins.kept).containsExactly(7L);
    }

    @Test
    void saysWhatAnEndedJobLeavesAndWhatADetachEnds() {
        // given
        engine.pins.complete(7);
        job.pins().pinCheckpoint(7, "");

        // when
        job.end(true);

        // then
        assertThat(job.history())
                .last()
                .satisfies(
                        entry -> {
                            assertThat(entry.getTo()).isEqualTo("checkpoint 7 at file:/c/chk-7");
                            assertThat(entry.getOutcome()).contains("stay on storage");
                        });

        // given
        job = started();
        engine.pins.complete(8);
        job.pins().pinCheckpoint(8, "");

        // when
        job.release();

        // then
        assertThat(job.pins().pinned()).isEmpty();
        assertThat(job.history())
                .last()
                .extracting(ChangeHistoryEntry::getOutcome)
                .asString()
                .startsWith("FAILED: without ckptctl nothing keeps the files");
    }

    private JobCheckpointControl started() {
        engine = new RecordingEngine(600_000, 60_000, 0);
        JobCheckpointControl started =
                new JobCheckpointControl(
                        JOB,
                        time,
                        time,
                        SettingLimits.NONE,
                        new RecordPersister(
                                JOB,
                                CompletableFuture.completedFuture(store),
                                Runnable::run,
                                new RecordPersister.Rules(Duration.ofMinutes(1), true, true)));
        started.attach(engine);
        return started;
    }
}
