// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.rings;

import io.github.ckptctl.it.rings.IntegrationTests.IntegrationTest;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** Test of the rings of the integration tests of all modules, as CONTRIBUTING.md describes them. */
class RingsTest {

    private static final Path PROJECT = Path.of("../..");

    /** A row of its second ring, a table of promises, each with the test that proves it. */
    private static final Pattern PROMISE = Pattern.compile("\\| `(\\w+ITCase)(#\\w+)?` \\|");

    @Test
    void assignsEachIntegrationTestToOneRing() throws Exception {
        // when
        List<IntegrationTest> tests = IntegrationTests.below(PROJECT);

        // then
        assertThat(tests).hasSizeGreaterThan(100);
        assertThat(tests)
                .as("each is tagged either main or full, itself or its class")
                .allMatch(
                        test ->
                                test.tags().equals(Set.of("main"))
                                        || test.tags().equals(Set.of("full")));
    }

    @Test
    void describesTheSecondRingTestByTest() throws Exception {
        // given: only some modules may be compiled
        List<IntegrationTest> tests = IntegrationTests.below(PROJECT);
        Set<String> compiled =
                tests.stream().map(IntegrationTest::type).collect(Collectors.toSet());

        // when
        List<MatchResult> promises =
                PROMISE.matcher(Files.readString(PROJECT.resolve("CONTRIBUTING.md")))
                        .results()
                        .filter(promise -> compiled.contains(promise.group(1)))
                        .toList();

        // then
        Set<String> described = new TreeSet<>();
        for (MatchResult promise : promises) {
            tests.stream()
                    .filter(test -> test.type().equals(promise.group(1)))
                    .map(IntegrationTest::toString)
                    .filter(
                            test ->
                                    promise.group(2) == null
                                            || test.equals(promise.group(1) + promise.group(2)))
                    .forEach(described::add);
        }
        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(
                        tests.stream()
                                .filter(test -> test.tags().contains("main"))
                                .map(IntegrationTest::toString)
                                .collect(Collectors.toCollection(TreeSet::new)));
    }
}
