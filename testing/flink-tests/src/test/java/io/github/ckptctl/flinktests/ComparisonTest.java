// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flinktests;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What counts as a difference that the agent makes. */
class ComparisonTest {

    private final RecordedRuns runs = new RecordedRuns();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void isGoodWhenEveryTestEndsAlike() throws Exception {
        // given
        runs.bring("without", "SUCCESSFUL a", "FAILED b");
        runs.bring("with", "SUCCESSFUL a", "FAILED b");

        // when
        Verdict verdict = compared();

        // then
        assertThat(verdict.isGood()).isTrue();
        assertThat(verdict)
                .hasToString(
                        "Flink 2.3.0, a.package: 2 tests, passed 1 without the agent and 1 with it;"
                                + " 0 different, 0 flaky, 0 hook errors");
        assertThat(said()).contains("fails without the agent too: b");
        assertThat(runs.asked).containsExactly("without: a.package", "with: a.package");
    }

    @Test
    void callsDifferentWhatNeverEndsSoWithoutTheAgent() throws Exception {
        // given
        runs.bring("without", "SUCCESSFUL a", "SUCCESSFUL b");
        runs.bring("with", "SUCCESSFUL a", "FAILED b");
        runs.bringAgain("without", 5, "SUCCESSFUL b");
        runs.bringAgain("with", 5, "FAILED b");

        // when
        Verdict verdict = compared();

        // then
        assertThat(verdict.isGood()).isFalse();
        assertThat(said())
                .contains("DIFFERENT: b; without the agent SUCCESSFUL 6x, with it FAILED 6x");
        assertThat(runs.asked).contains("without-again-5: b", "with-again-5: b");
    }

    @Test
    void callsDifferentWhatNeverComesBack() throws Exception {
        // given
        runs.bring("without", "SUCCESSFUL a");
        runs.bring("with", "FAILED a");
        runs.bringAgain("without", 5, "SUCCESSFUL a");
        runs.bringAgain("with", 5, "SUCCESSFUL a");

        // when
        Verdict verdict = compared();

        // then
        assertThat(verdict.isGood()).isFalse();
        assertThat(said())
                .contains("without the agent SUCCESSFUL 6x, with it FAILED 1x, SUCCESSFUL 5x");
    }

    @Test
    void callsFlakyWhatEndsBothWaysWithoutTheAgent() throws Exception {
        // given
        runs.bring("without", "FAILED a", "SUCCESSFUL b");
        runs.bring("with", "SUCCESSFUL a", "SUCCESSFUL b");
        runs.bringAgain("without", 1, "SUCCESSFUL a");
        runs.bringAgain("with", 1, "SUCCESSFUL a");

        // when
        Verdict verdict = compared();

        // then
        assertThat(verdict.isGood()).isTrue();
        assertThat(verdict.flaky()).isEqualTo(1);
        assertThat(said())
                .contains(
                        "flaky: a; without the agent FAILED 1x, SUCCESSFUL 1x,"
                                + " with it SUCCESSFUL 2x");
        assertThat(runs.asked).doesNotContain("without-again-2: a");
    }

    @Test
    void callsDifferentWhatNeverPassesWithTheAgent() throws Exception {
        // given
        runs.bring("without", "SUCCESSFUL a");
        runs.bring("with", "FAILED a");
        runs.bringAgain("without", 5, "FAILED a");
        runs.bringAgain("with", 5, "FAILED a");

        // when
        Verdict verdict = compared();

        // then
        assertThat(verdict.different()).isEqualTo(1);
    }

    @Test
    void missesATestThatIsNotRunWithTheAgent() throws Exception {
        // given
        runs.bring("without", "SUCCESSFUL a", "SUCCESSFUL b");
        runs.bring("with", "SUCCESSFUL a");
        runs.bringAgain("without", 5, "SUCCESSFUL b");
        runs.bringAgain("with", 5);

        // when
        Verdict verdict = compared();

        // then
        assertThat(verdict.different()).isEqualTo(1);
        assertThat(said()).contains("b; without the agent SUCCESSFUL 6x, with it MISSING 6x");
    }

    @Test
    void isNotGoodWhenAHookFailed() throws Exception {
        // given
        runs.bring("without", "SUCCESSFUL a");
        runs.bring("with", "SUCCESSFUL a");
        runs.agent = new AgentReport("2.3.0", "14 capabilities", 7, "{timeout=7}", 1, "of a kind");

        // when
        Verdict verdict = compared();

        // then
        assertThat(verdict.isGood()).isFalse();
        assertThat(said()).contains("the last hook error: of a kind");
    }

    @Test
    void isNotGoodWithoutTests() throws Exception {
        // given
        runs.bring("without");
        runs.bring("with");

        // when
        Verdict verdict = compared();

        // then
        assertThat(verdict.isGood()).isFalse();
    }

    @Test
    void failsWhenNothingHasCalledTheAgent() {
        // given
        runs.bring("without", "SUCCESSFUL a");
        runs.bring("with", "SUCCESSFUL a");
        runs.agent = new AgentReport("2.3.0", "14 capabilities", 0, "{}", 0, "");

        // then
        assertThatThrownBy(this::compared)
                .isInstanceOf(IOException.class)
                .hasMessage("no woven code has called the agent");
    }

    private Verdict compared() throws Exception {
        return new Comparison("2.3.0", runs, new PrintStream(said, true, StandardCharsets.UTF_8))
                .of("a.package");
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    /** Runs that bring what they are told to, in a second each. */
    private static final class RecordedRuns implements TestRunner {

        private final Map<String, Results> brought = new HashMap<>();
        private final List<String> asked = new ArrayList<>();
        private AgentReport agent =
                new AgentReport("2.3.0", "14 capabilities", 7, "{timeout=7}", 0, "");

        void bringAgain(String name, int rounds, String... results) {
            for (int round = 1; round <= rounds; round++) {
                bring(name + "-again-" + round, results);
            }
        }

        void bring(String name, String... results) {
            brought.put(
                    name,
                    new Results(
                            Stream.of(results)
                                    .map(result -> result.split(" "))
                                    .map(parts -> new Result(parts[1], true, parts[0]))
                                    .collect(Collectors.toList())));
        }

        @Override
        public Run run(String name, List<String> selected, boolean withAgent) {
            asked.add(name + ": " + String.join(", ", selected));
            return new Run(requireNonNull(brought.get(name), name), withAgent ? agent : null, 1);
        }
    }
}
