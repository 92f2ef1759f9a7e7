// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.demo;

import io.github.ckptctl.demo.DemoOptions.Story;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What the demo is told. */
class DemoOptionsTest {

    @Test
    void staysUpOnTheNewestLineByDefault() {
        assertThat(DemoOptions.of()).isEqualTo(new DemoOptions("2.3.0", false, Story.TIMEOUT));
    }

    @Test
    void takesVersionAndOnceInAnyOrder() {
        DemoOptions expected = new DemoOptions("1.20.5", true, Story.BACK_PRESSURE);

        assertThat(DemoOptions.of("--once", "--flink", "1.20.5", "--act", "back-pressure"))
                .isEqualTo(expected);
        assertThat(DemoOptions.of("--act", "back-pressure", "--flink", "1.20.5", "--once"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--twice", "--flink", "2.3.0", ""})
    void saysHowItIsUsedWhenItDoesNotUnderstand(String argument) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DemoOptions.of(argument))
                .withMessageContaining("usage: demo/run");
    }
}
