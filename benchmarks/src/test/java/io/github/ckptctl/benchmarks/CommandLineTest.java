// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What a benchmark is told. */
class CommandLineTest {

    private static final String USAGE = "program [--flink VERSION] [--adaptive] [--jobs N]";

    @Test
    void runsOnTheNewestLineByDefault() {
        CommandLine nothing = CommandLine.of(USAGE);

        assertThat(BenchmarkOptions.of(nothing)).isEqualTo(new BenchmarkOptions("2.3.0", false));
        assertThat(nothing.number("--jobs", 300)).isEqualTo(300);
    }

    @Test
    void takesOptionsInAnyOrder() {
        BenchmarkOptions expected = new BenchmarkOptions("1.20.5", true);

        CommandLine one = CommandLine.of(USAGE, "--adaptive", "--jobs", "7", "--flink", "1.20.5");
        CommandLine other = CommandLine.of(USAGE, "--flink", "1.20.5", "--adaptive");
        assertThat(BenchmarkOptions.of(one)).isEqualTo(expected);
        assertThat(BenchmarkOptions.of(other)).isEqualTo(expected);
        assertThat(one.number("--jobs", 300)).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--default", "--flink", "--flink VERSION", "2.3.0", "", "--jobs N"})
    void saysHowItIsUsedWhenItDoesNotUnderstand(String argument) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandLine.of(USAGE, argument))
                .withMessageContaining("'" + argument + "' is not understood")
                .withMessageContaining("usage: " + USAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many", "1e3", "12345678901"})
    void rejectsWhatIsNoNumber(String value) {
        CommandLine commandLine = CommandLine.of(USAGE, "--jobs", value);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> commandLine.number("--jobs", 300))
                .withMessageContaining("--jobs")
                .withMessageContaining(value);
    }
}
