// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.http.RecordingLogger;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChangeLogTest {

    private final RecordingLogger logger = new RecordingLogger();
    private final ChangeLog log = new ChangeLog(logger.logger(), "0a");

    @Test
    void writesAChangeAsOneLine() {
        // when
        log.accept(entry("updateSettings", "Timeout=10", "Timeout=20", "slow disk", "DONE"));

        // then
        assertThat(logger.lines())
                .containsExactly(
                        "info Job 0a: updateSettings: Timeout=10 -> Timeout=20, by http:admin,"
                                + " reason: slow disk, revision 3");
    }

    @Test
    void leavesOutWhatIsEmpty() {
        // when
        log.accept(entry("abortCheckpoint", "checkpoint 5", "", "", "DONE"));
        log.accept(entry("triggerCheckpoint", "", "FULL", "", "COMPLETED"));

        // then
        assertThat(logger.lines())
                .containsExactly(
                        "info Job 0a: abortCheckpoint: checkpoint 5, by http:admin, revision 3",
                        "info Job 0a: triggerCheckpoint: FULL, by http:admin, revision 3, outcome:"
                                + " COMPLETED");
    }

    @Test
    void warnsOfWhatFailedAndSaysNothingOfWhatWasRefused() {
        // when
        log.accept(entry("recover", "ALL", "NONE", "", "FAILED: no gate"));
        log.accept(entry("suspend", "", "ALL", "", "REFUSED: the job has left"));

        // then
        assertThat(logger.lines())
                .containsExactly(
                        "warn Job 0a: recover: ALL -> NONE, by http:admin, revision 3, outcome:"
                                + " FAILED: no gate");
    }

    private static ChangeHistoryEntry entry(
            String action, String from, String to, String reason, String outcome) {
        return new ChangeHistoryEntry(0, 3, action, from, to, "http:admin", reason, outcome);
    }
}
