// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ProposedTimeoutTest {

    @ParameterizedTest
    @CsvSource({
        // timeout, age, acknowledged, total, latest duration, proposed
        "4000, 1000, 2, 4, -1, 60000", // a minute at least
        "600000, 60000, 9, 10, -1, 1800000", // 3 x the timeout
        "600000, 540000, 1, 4, -1, 4320000", // 2 x age x total / acknowledged
        "600000, 540000, 0, 4, -1, 1800000", // no progress to extrapolate
        "600000, 60000, 4, 4, 1200000, 2400000", // 2 x the latest
        "600000, 540000, 1, 1000, -1, 86400000", // a day at most
        "9223372036854774807, 540000, 1, 4, -1, 86400000", // as good as none, and a day at most
        "61000, 0, 0, 4, -1, 240000" // whole minutes
    })
    void isLongEnough(
            long timeout, long age, int acknowledged, int total, long latest, long proposed) {
        // given
        JsonObject checkpoint = new JsonObject();
        checkpoint.addProperty("triggeredAt", 1_000);
        checkpoint.addProperty("deadline", 1_000 + timeout);
        checkpoint.addProperty("acknowledged", acknowledged);
        checkpoint.addProperty("total", total);

        // then
        assertThat(ProposedTimeout.millis(timeout, checkpoint, latest, 1_000 + age))
                .isEqualTo(proposed);
    }
}
