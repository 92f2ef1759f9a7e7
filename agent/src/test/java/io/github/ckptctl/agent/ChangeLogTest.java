// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.http.RecordingLogger;
import io.github.ckptctl.control.model.ChangeOutcome;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChangeLogTest {

    private final RecordingLogger logger = new RecordingLogger();
    private final ChangeLog log = new ChangeLog(logger.logger(), "0a");

    @Test
    void writesAChangeAsOneLine() {
        // when
        accept("updateSettings", "Timeout=10", "Timeout=20", "slow disk", ChangeOutcome.DONE);

        // then
        assertThat(logger.lines())
                .containsExactly(
                        "info Job 0a: updateSettings: Timeout=10 -> Timeout=20, by http:admin,"
                                + " reason: slow disk, revision 3");
    }

    @Test
    void leavesOutWhatIsEmpty() {
        // when
        accept("abortCheckpoint", "checkpoint 5", "", "", ChangeOutcome.DONE);
        accept("triggerCheckpoint", "", "FULL", "", ChangeOutcome.done("checkpoint 7"));

        // then
        assertThat(logger.lines())
                .containsExactly(
                        "info Job 0a: abortCheckpoint: checkpoint 5, by http:admin, revision 3",
                        "info Job 0a: triggerCheckpoint: FULL, by http:admin, revision 3, outcome:"
                                + " DONE: checkpoint 7");
    }

    @Test
    void warnsOfWhatFailedAndSaysNothingOfWhatWasRejected() {
        // when
        accept("recover", "ALL", "NONE", "", ChangeOutcome.failed("no gate"));
        accept("suspend", "", "ALL", "", ChangeOutcome.rejected("the job has left"));

        // then
        assertThat(logger.lines())
                .containsExactly(
                        "warn Job 0a: recover: ALL -> NONE, by http:admin, revision 3, outcome:"
                                + " FAILED: no gate");
    }

    private void accept(
            String action, String from, String to, String reason, ChangeOutcome outcome) {
        log.accept(
                new ChangeHistoryEntry(
                        0, 3, action, from, to, "http:admin", reason, outcome.toString()),
                outcome);
    }
}
