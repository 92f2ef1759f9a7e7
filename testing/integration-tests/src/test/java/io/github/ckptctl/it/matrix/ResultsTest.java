// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.matrix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class ResultsTest {

    private static final Line LINE = new Line("1.18.1", 17);
    private static final Line NEXT = new Line("1.18.1", 25);

    @TempDir Path directory;

    @Test
    void keepsTheLatestOfEachPlaceInItsFile() throws Exception {
        // given
        Path file = directory.resolve("results.tsv");
        new Results(List.of(result(LINE, Outcome.FAILED, "one\tof\n two"))).write(file);

        // when
        Results read = Results.read(file);
        Results next = read.with(new Results(List.of(result(LINE, Outcome.PASSED, ""))));
        next.with(new Results(List.of(result(NEXT, Outcome.NOT_RUN, "why")))).write(file);

        // then
        assertThat(read.of(LINE)).containsExactly(result(LINE, Outcome.FAILED, "one of two"));
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "1.18.1\t17\tADAPTIVE\tAITCase.b\tPASSED\t2026-11-21\t",
                        "1.18.1\t25\tADAPTIVE\tAITCase.b\tNOT_RUN\t2026-11-21\twhy");
    }

    @Test
    void areNoneWithoutAFile() throws Exception {
        assertThat(Results.read(directory.resolve("none")).lines()).isEmpty();
    }

    @Test
    void ofALineAreForgottenAlone() {
        Results both =
                new Results(
                        List.of(
                                result(LINE, Outcome.PASSED, ""),
                                result(NEXT, Outcome.PASSED, "")));
        Results rest = both.only(result -> !result.line().equals(LINE));
        assertThat(rest.lines()).containsExactly(NEXT);
        assertThat(rest.find(NEXT, Scheduler.ADAPTIVE, "AITCase.b")).isPresent();
        assertThat(rest.find(NEXT, Scheduler.DEFAULT, "AITCase.b")).isEmpty();
    }

    private static Result result(Line line, Outcome outcome, String detail) {
        return new Result(
                line, Scheduler.ADAPTIVE, "AITCase.b", outcome, LocalDate.of(2026, 11, 21), detail);
    }
}
