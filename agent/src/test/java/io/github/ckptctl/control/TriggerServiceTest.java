// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.control.change.RecordPersister;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.SettingLimits;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.concurrent.CompletionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class TriggerServiceTest {

    private static final String JOB = "0123456789abcdef0123456789abcdef";

    private final ManualTime time = new ManualTime();
    private final RecordingEngine engine = new RecordingEngine(600_000, 60_000, 0);
    private final JobCheckpointControl job =
            new JobCheckpointControl(
                    JOB, time, time, SettingLimits.NONE, RecordPersister.ofMemory());

    @BeforeEach
    void attach() {
        job.attach(engine);
    }

    @Test
    void answersTheCompletedCheckpoint() {
        // given
        CompletedCheckpointInfo completed =
                new CompletedCheckpointInfo(
                        7, "file:/chk-7", "Full Checkpoint", 1, 2, 1, 0, 0, 0, 0, 0, 0, false);
        engine.triggered.complete(completed);

        // when
        CompletedCheckpointInfo answer = job.trigger().triggerCheckpoint("FULL");

        // then
        assertThat(answer).isEqualTo(completed);
        assertThat(engine.asked).containsExactly("trigger FULL");
        assertThat(job.history())
                .singleElement()
                .extracting(ChangeHistoryEntry::getOutcome)
                .isEqualTo("DONE: checkpoint 7 at file:/chk-7");
    }

    @Test
    void saysWhyItDidNotComplete() {
        // given
        engine.triggered.completeExceptionally(
                new CompletionException(new IllegalStateException("Checkpoint expired")));

        // when
        Throwable failure = catchThrowable(() -> job.trigger().triggerCheckpoint("CONFIGURED"));

        // then
        assertThat(failure)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "job "
                                + JOB
                                + ": the CONFIGURED checkpoint did not complete: Checkpoint expired;"
                                + " the newest completed checkpoint is none");
        assertThat(job.history())
                .singleElement()
                .extracting(ChangeHistoryEntry::getOutcome)
                .isEqualTo("FAILED: Checkpoint expired");
    }

    @Test
    void letsOthersChangeSettingsWhileItWaits() throws Exception {
        // given
        Thread waiting = new Thread(() -> job.trigger().triggerCheckpoint("CONFIGURED"));
        waiting.start();

        // when
        while (engine.asked.isEmpty()) {
            Thread.onSpinWait();
        }
        long revision = job.settingsService().change(Map.of("Timeout", "1000"), "", 0, -1);

        // then
        assertThat(revision).isEqualTo(1);
        engine.triggered.complete(CompletedCheckpointInfo.none());
        waiting.join();
    }

    @Test
    void rejectsWhatItDoesNotKnowOrCannot() {
        // when, then
        assertThat(catchThrowable(() -> job.trigger().triggerCheckpoint("full")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[CONFIGURED, FULL, INCREMENTAL]");
        engine.capabilities.remove(Capability.TRIGGER);
        assertThat(catchThrowable(() -> job.trigger().triggerCheckpoint("FULL")))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(engine.asked).isEmpty();
        assertThat(job.history()).hasSize(2);
    }
}
