// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.matrix;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class ResultRecorderTest {

    @TempDir Path directory;

    @Test
    void recordsWhatBecameOfEachTestOnItsLine() throws Exception {
        assertThat(run(Tests.class).of(new Line("2.3.0", ClusterJdk.feature())))
                .extracting(Result::test, Result::scheduler, Result::outcome, Result::detail)
                .containsExactlyInAnyOrder(
                        tuple(
                                "ResultRecorderTest$Tests.passes",
                                Scheduler.ADAPTIVE,
                                Outcome.PASSED,
                                "JOBS: no such field"),
                        tuple(
                                "ResultRecorderTest$Tests.fails",
                                Scheduler.DEFAULT,
                                Outcome.FAILED,
                                "java.lang.IllegalStateException: no"),
                        tuple(
                                "ResultRecorderTest$Tests.isSkipped",
                                Scheduler.DEFAULT,
                                Outcome.NOT_RUN,
                                "org.opentest4j.TestAbortedException: not here"));
    }

    @Test
    void takesTheLineOfTheClass() throws Exception {
        Results results = run(OnLines.class);
        assertThat(results.lines()).extracting(Line::flink).containsExactly("2.3.0", "1.18.1");
        assertThat(results.of(results.lines().first()))
                .extracting(Result::outcome)
                .containsExactly(Outcome.PASSED);
    }

    @Test
    void leavesNoTestPassedWhenItsClassFails() throws Exception {
        Results results = run(FailsAtTheEnd.class);
        assertThat(results.of(results.lines().first()))
                .extracting(Result::outcome)
                .containsExactly(Outcome.FAILED);
    }

    private Results run(Class<?> type) throws Exception {
        Path file = directory.resolve("results.tsv");
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectClass(type))
                                .build(),
                        new ResultRecorder(file.toString()));
        return Results.read(file);
    }

    static class Tests {

        @ParameterizedTest
        @ValueSource(strings = "2.3.0 adaptive")
        void passes(String line, TestReporter reporter) {
            reporter.publishEntry("JOBS", "no such field");
        }

        @ParameterizedTest
        @ValueSource(strings = "2.3.0 default")
        void fails(String line) {
            throw new IllegalStateException("no");
        }

        @ParameterizedTest
        @ValueSource(strings = "2.3.0 default")
        void isSkipped(String line) {
            Assumptions.abort("not here");
        }

        @Test
        void isOnNoLine() {}
    }

    @ParameterizedClass
    @ValueSource(strings = {"2.3.0 default", "1.18.1 default"})
    record OnLines(String line) {

        @Test
        void passes() {}
    }

    static class FailsAtTheEnd {

        @ParameterizedTest
        @ValueSource(strings = "2.3.0 default")
        void passes(String line) {}

        @AfterAll
        static void fail() {
            throw new IllegalStateException("not closed");
        }
    }
}
