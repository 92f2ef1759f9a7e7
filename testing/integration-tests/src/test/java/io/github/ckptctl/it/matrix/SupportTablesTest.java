// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.matrix;

import io.github.ckptctl.control.model.Capability;
import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class SupportTablesTest {

    private static final Line NEW = new Line("2.10.0", 17);
    private static final Line OLD = new Line("1.18.1", 17);
    private static final LocalDate DAY = LocalDate.of(2026, 11, 21);

    private static final Claim ONE = claim("OneITCase.turnsIt", Capability.TIMEOUT);
    private static final Claim OTHER = claim("OtherITCase.turnsItToo", Capability.TIMEOUT);
    private static final Claim BACKLOG =
            claim("OneITCase.follows", Capability.INTERVAL_DURING_BACKLOG);
    private static final Claim MOVE =
            new Claim("MoveITCase.moves", Set.of(), "a job moved", EnumSet.of(Scheduler.DEFAULT));

    @Test
    void saysYesWhenEveryTestOfACapabilityHasPassed() {
        assertThat(row("`TIMEOUT`", passed(NEW, ONE, OTHER))).isEqualTo("| `TIMEOUT` | yes |");
    }

    @Test
    void saysNotRunWhenATestIsMissing() {
        assertThat(row("`TIMEOUT`", passed(NEW, ONE))).isEqualTo("| `TIMEOUT` | not run |");
    }

    @Test
    void saysNotRunWhenATestWasSkipped() {
        Stream<Result> results =
                Stream.concat(
                        passed(NEW, ONE, OTHER),
                        Stream.of(result(NEW, Scheduler.ADAPTIVE, OTHER, Outcome.NOT_RUN)));
        assertThat(row("`TIMEOUT`", results))
                .isEqualTo("| `TIMEOUT` | default yes, adaptive not run |");
    }

    @Test
    void saysFailedWhenOneOfTheTestsHasFailed() {
        Stream<Result> results =
                Stream.concat(
                        passed(NEW, ONE, OTHER),
                        Stream.of(result(NEW, Scheduler.DEFAULT, OTHER, Outcome.FAILED)));
        assertThat(row("`TIMEOUT`", results))
                .isEqualTo("| `TIMEOUT` | default **failed**, adaptive yes |");
    }

    @Test
    void saysNotRunOfACapabilityThatNoTestClaims() {
        assertThat(row("`JOBS`", passed(NEW, ONE))).isEqualTo("| `JOBS` | not run |");
    }

    @Test
    void saysAbsentWhenTheAgentMissesItAndItsTestsHavePassed() {
        Stream<Result> results =
                passed(OLD, BACKLOG)
                        .map(
                                passed ->
                                        new Result(
                                                passed.line(),
                                                passed.scheduler(),
                                                passed.test(),
                                                passed.outcome(),
                                                passed.day(),
                                                "INTERVAL_DURING_BACKLOG: no field"));
        assertThat(row("`INTERVAL_DURING_BACKLOG`", results))
                .isEqualTo("| `INTERVAL_DURING_BACKLOG` | absent |");
    }

    @Test
    void hasARowForEachLineTheNewestFirst() {
        int all = Capability.values().length;
        assertThat(tables(Stream.concat(passed(OLD, ONE), passed(NEW, ONE, OTHER))))
                .containsSubsequence(
                        String.format(
                                "| 2.10.0 | 17 | 2026-11-21 | 1 of %1$d | 1 of %1$d |  |", all),
                        String.format(
                                "| 1.18.1 | 17 | 2026-11-21 | 0 of %1$d | 0 of %1$d |  |", all),
                        "| capability | 2.10.0 | 1.18.1 |",
                        "| `TIMEOUT` | `OneITCase` (turnsIt), `OtherITCase` (turnsItToo) |");
    }

    @Test
    void keepsRunsOnANewerJavaOutOfTheTableOfCapabilities() {
        assertThat(tables(Stream.concat(passed(NEW, ONE), passed(new Line("2.10.0", 25), ONE))))
                .contains("| 2.10.0 | 25 |", "| capability | 2.10.0 |\n");
    }

    @Test
    void showsWhereAScenarioPassedAndFailed() {
        Result passed = result(NEW, Scheduler.DEFAULT, MOVE, Outcome.PASSED);
        Result failed = result(OLD, Scheduler.DEFAULT, MOVE, Outcome.FAILED);
        assertThat(row("a job moved", Stream.of(passed)))
                .isEqualTo("| a job moved | all | `MoveITCase.moves` |");
        assertThat(row("a job moved", Stream.of(passed, failed)))
                .isEqualTo("| a job moved | 2.10.0; **failed** on 1.18.1 | `MoveITCase.moves` |");
    }

    @Test
    void namesEachTestThatHasNotPassedOnALine() {
        Stream<Result> results =
                Stream.concat(
                        passed(NEW, ONE),
                        Stream.of(result(NEW, Scheduler.ADAPTIVE, OTHER, Outcome.FAILED)));
        assertThat(new Evidence(List.of(ONE, OTHER, MOVE), new Results(results.toList())).gaps(NEW))
                .containsExactly(
                        "2.10.0 on Java 17, default scheduler: OtherITCase.turnsItToo NOT_RUN",
                        "2.10.0 on Java 17, adaptive scheduler: OtherITCase.turnsItToo FAILED",
                        "2.10.0 on Java 17, default scheduler: MoveITCase.moves NOT_RUN");
    }

    private static String row(String first, Stream<Result> results) {
        return tables(results)
                .lines()
                .filter(row -> row.startsWith("| " + first + " |"))
                .findFirst()
                .orElseThrow();
    }

    private static String tables(Stream<Result> results) {
        List<Claim> claims = List.of(ONE, OTHER, BACKLOG, MOVE);
        return new SupportTables(new Evidence(claims, new Results(results.toList()))).toString();
    }

    private static Claim claim(String test, Capability capability) {
        return new Claim(test, Set.of(capability), "", EnumSet.allOf(Scheduler.class));
    }

    private static Stream<Result> passed(Line line, Claim... claims) {
        return Stream.of(claims)
                .flatMap(
                        claim ->
                                Stream.of(Scheduler.values())
                                        .map(s -> result(line, s, claim, Outcome.PASSED)));
    }

    private static Result result(Line line, Scheduler scheduler, Claim claim, Outcome outcome) {
        return new Result(line, scheduler, claim.test(), outcome, DAY, "");
    }
}
