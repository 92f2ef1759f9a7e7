// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.model;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UnitsTest {

    @Test
    void readsDurationsAsPeopleWriteThem() {
        assertThat(Units.millis("10 min")).isEqualTo(600_000);
        assertThat(Units.millis("1h 30 Minutes")).isEqualTo(5_400_000);
        assertThat(Units.millis("2 d")).isEqualTo(172_800_000);
        assertThat(Units.millis("90s")).isEqualTo(90_000);
        assertThat(Units.millis("1 s 500 ms")).isEqualTo(1_500);
        assertThat(Units.millis("600000")).isEqualTo(600_000);
        assertThat(Units.millis("0")).isZero();
    }

    @Test
    void rejectsWhatIsNoDuration() {
        for (String text :
                new String[] {
                    "",
                    " ",
                    "ten",
                    "10 apples",
                    "-1 s",
                    "1.5 s",
                    "1 h 30",
                    "5 5",
                    "999999999999999 d"
                }) {
            assertThatThrownBy(() -> Units.millis(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no duration");
        }
    }

    @Test
    void writesDurationsThatReadBackAlike() {
        for (long millis : new long[] {0, 1, 999, 1_000, 90_000, 600_000, 5_400_000, 90_061_001}) {
            assertThat(Units.millis(Units.duration(millis))).isEqualTo(millis);
        }
        assertThat(Units.duration(90_000)).isEqualTo("1 min 30 s");
        assertThat(Units.duration(-1)).isEqualTo("none");
    }

    @Test
    void writesAgesInTwoUnits() {
        assertThat(Units.age(90_061_001)).isEqualTo("1 d 1 h");
        assertThat(Units.age(61_001)).isEqualTo("1 min 1 s");
        assertThat(Units.age(86_401_000)).isEqualTo("1 d");
    }

    @Test
    void writesSizes() {
        assertThat(Units.bytes(512)).isEqualTo("512 B");
        assertThat(Units.bytes(4_718_592)).isEqualTo("4.5 MiB");
        assertThat(Units.bytes(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
        assertThat(Units.bytes(-1)).isEqualTo("none");
    }
}
