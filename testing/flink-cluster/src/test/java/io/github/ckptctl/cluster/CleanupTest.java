// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CleanupTest {

    private final List<String> taken = new ArrayList<>();

    @Test
    void takesEveryStepAndThrowsWhatTheFirstThrew() {
        assertThatThrownBy(
                        () ->
                                Cleanup.run(
                                        List.of(
                                                () -> taken.add("first"),
                                                () -> fail("second"),
                                                () -> taken.add("third"),
                                                () -> fail("fourth"),
                                                () -> taken.add("fifth"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("second")
                .hasSuppressedException(new IllegalStateException("fourth"));
        assertThat(taken).containsExactly("first", "third", "fifth");
    }

    @Test
    void isSilentWhenAllIsWell() {
        Cleanup.run(List.of(() -> taken.add("only")));

        assertThat(taken).containsExactly("only");
    }

    @Test
    void keepsTheFailureThatMadeItNecessary() {
        RuntimeException failure = new RuntimeException("first");

        Cleanup.after(failure, () -> fail("then"));

        assertThat(failure).hasSuppressedException(new IllegalStateException("then"));
    }

    private static void fail(String message) {
        throw new IllegalStateException(message);
    }
}
