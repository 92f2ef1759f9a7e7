// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HistoryFormatterTest {

    @Test
    void putsOldAndNewSideBySide() {
        assertThat(
                        words(
                                "Timeout=60000 ms, Interval=none",
                                "Timeout=1200000 ms, Interval=1000 ms",
                                "DONE",
                                "slow storage"))
                .isEqualTo("Timeout 1m -> 20m, Interval none -> 1s  (slow storage)");
        assertThat(words("NONE", "PERIODIC", "DONE", "")).isEqualTo("NONE -> PERIODIC");
        assertThat(words("", "CONFIGURED", "DONE: checkpoint 12", ""))
                .isEqualTo("CONFIGURED  DONE: checkpoint 12");
    }

    @Test
    void leavesOutWhatARejectionRepeats() {
        assertThat(
                        words(
                                "",
                                "{Timeout=5}",
                                "REFUSED: job 00112233445566778899aabbccddeeff: nothing changed:"
                                        + " Timeout 5 ms is below the minimum of 10 ms",
                                ""))
                .isEqualTo("{Timeout=5}  REFUSED: Timeout 5ms is below the minimum of 10ms");
    }

    private static String words(String from, String to, String outcome, String reason) {
        JsonObject entry = new JsonObject();
        entry.addProperty("from", from);
        entry.addProperty("to", to);
        entry.addProperty("outcome", outcome);
        entry.addProperty("reason", reason);
        return HistoryFormatter.of(entry);
    }
}
