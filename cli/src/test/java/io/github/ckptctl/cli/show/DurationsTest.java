// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.show;

import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "600000, 600000",
        "-5, -5",
        "500ms, 500",
        "30s, 30000",
        "10m, 600000",
        "1h30m, 5400000",
        "1d2h3m4s5ms, 93784005",
        "PT10M, 600000",
        "PT1.5S, 1500"
    })
    void readsWhatPeopleWrite(String text, long millis) {
        assertThat(Durations.parse(text)).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "s", "10 m", "1.5h", "10x", "m10", "P", "9223372036854775807d", "1h-5m"})
    void rejectsWhatIsNoDuration(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOfSatisfying(
                        CliException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining("'" + text + "' is no duration");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-1, none", "600000, 10m", "90500, 1m30s500ms", "93784005, 1d2h3m4s5ms"})
    void writesToTheMillisecondWhatItReads(long millis, String text) {
        assertThat(Durations.exact(millis)).isEqualTo(text);
        if (millis >= 0) {
            assertThat(Durations.parse(text)).isEqualTo(millis);
        }
    }

    @Test
    void writesAgesAsTheyAreRead() {
        assertThat(Durations.about(-1)).isEqualTo("-");
        assertThat(Durations.about(850)).isEqualTo("850ms");
        assertThat(Durations.about(8_249)).isEqualTo("8.2s");
        assertThat(Durations.about(61_900)).isEqualTo("1m1s");
        assertThat(Durations.about(3_661_000)).isEqualTo("1h1m");
        assertThat(Durations.about(90_061_000)).isEqualTo("1d1h");
    }
}
