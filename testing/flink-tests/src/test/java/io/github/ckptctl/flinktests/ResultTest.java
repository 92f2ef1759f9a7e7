// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flinktests;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The line that a result is written as, and the name that it is shown by. */
class ResultTest {

    @Test
    void comesBackFromItsLine() {
        // given
        Result result = new Result("[engine:e]/[class:a.ATest]/[method:b()]", true, "ABORTED");

        // then
        assertThat(Result.of(result.line())).isEqualTo(result);
    }

    @Test
    void isOneLineForEveryName() {
        // given
        Result result = new Result("[test:of two\nlines and\ta tab]", false, "FAILED");

        // then
        assertThat(result.line()).isEqualTo("FAILED\tcontainer\t[test:of two lines and a tab]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "[engine:junit-jupiter]/[class:a.ATest]/[method:b()] > a.ATest b()",
                "[engine:junit-jupiter]/[class:a.ATest]/[test-template:b(int)]"
                        + "/[test-template-invocation:#2] > a.ATest b(int) #2",
            })
    void isShownByItsOwnName(String id, String name) {
        // then
        assertThat(Result.readable(id)).isEqualTo(name);
    }
}
