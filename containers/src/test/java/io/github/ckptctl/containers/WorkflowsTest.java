// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.containers;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Test that compares the workflows of the repository's host and the Maven wrapper with the build.
 */
class WorkflowsTest {

    private static final Path ROOT = Path.of("..");

    static List<Path> workflows() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve(".github/workflows"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void eachNightRunsTheFlinkLinesOfTheMatrix() throws IOException {
        // given
        String lines = find("(?m)^lines=(\\S+)$", "testing/integration-tests/matrix");

        // when
        List<String> nightly = new ArrayList<>();
        Manifest.tree(ROOT.resolve(".github/workflows/nightly.yml"))
                .at("/jobs/matrix/strategy/matrix/flink")
                .forEach(line -> nightly.add(line.asText()));

        // then
        assertThat(nightly).containsExactly(lines.split(","));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void eachWorkflowBuildsOnTheJdkOfTheBuild(Path workflow) throws IOException {
        // given
        String jdk = find("<requireJavaVersion>\\s*<version>\\[(\\d+),", "pom.xml");

        // when
        List<JsonNode> steps = new ArrayList<>();
        for (JsonNode job : Manifest.tree(workflow).path("jobs")) {
            job.path("steps").forEach(steps::add);
        }
        List<JsonNode> jdks =
                steps.stream()
                        .filter(step -> step.path("uses").asText().contains("/setup-java@"))
                        .map(step -> step.path("with"))
                        .toList();

        // then
        assertThat(jdks)
                .isNotEmpty()
                .allSatisfy(
                        with -> {
                            assertThat(with.path("java-version").asText()).isEqualTo(jdk);
                            assertThat(with.path("distribution").asText()).isEqualTo("temurin");
                        });
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void eachWorkflowMayOnlyReadAndEachJobEnds(Path workflow) throws IOException {
        // given
        JsonNode tree = Manifest.tree(workflow);

        // then
        assertThat(tree.path("permissions")).hasToString("{\"contents\":\"read\"}");
        assertThat(tree.at("/concurrency/group").asText()).contains("github.ref");
        assertThat(tree.path("jobs"))
                .isNotEmpty()
                .allSatisfy(job -> assertThat(job.path("timeout-minutes").asInt()).isPositive());
    }

    @Test
    void theWrapperFetchesAMavenThatTheBuildAccepts() throws IOException {
        // given
        Properties wrapper = new Properties();
        wrapper.load(new StringReader(read(".mvn/wrapper/maven-wrapper.properties")));
        String least = find("<requireMavenVersion>\\s*<version>\\[([\\d.]+),", "pom.xml");

        // when
        Matcher url =
                Pattern.compile("/([\\d.]+)/binaries/apache-maven-([\\d.]+)-bin\\.zip$")
                        .matcher(wrapper.getProperty("distributionUrl"));
        assertThat(url.find()).isTrue();

        // then
        assertThat(url.group(2)).isEqualTo(url.group(1));
        assertThat(Runtime.Version.parse(url.group(1)))
                .isGreaterThanOrEqualTo(Runtime.Version.parse(least));
        assertThat(wrapper.getProperty("distributionSha256Sum")).matches("[0-9a-f]{64}");
        assertThat(read("README.md")).contains("Maven " + least + " or newer");
        assertThat(read("CONTRIBUTING.md")).contains("Maven " + least + " or newer");
    }

    private static String find(String pattern, String file) throws IOException {
        Matcher found = Pattern.compile(pattern).matcher(read(file));
        assertThat(found.find()).as(pattern + " in " + file).isTrue();
        return found.group(1);
    }

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }
}
