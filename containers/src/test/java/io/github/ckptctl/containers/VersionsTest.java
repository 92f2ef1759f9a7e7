// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.containers;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The examples name the version that they come with. */
class VersionsTest {

    /** The agent's image with its tag, and the agent's jar with its version. */
    private static final Pattern VERSION =
            Pattern.compile("ckptctl-agent[:-](\\d[\\w.]*?)(?=\\.jar|[^\\w.]|$)");

    @Test
    void eachImageAndJarIsOfThisVersion() throws IOException {
        // given
        List<Path> files = new ArrayList<>(List.of(Guide.PAGE));
        for (Path directory : List.of(Path.of("docker"), Manifest.DIRECTORY)) {
            try (Stream<Path> all = Files.list(directory)) {
                all.filter(file -> !file.toString().endsWith(".jar")).forEach(files::add);
            }
        }

        // when
        List<String> versions = new ArrayList<>();
        for (Path file : files) {
            Matcher version = VERSION.matcher(Files.readString(file));
            while (version.find()) {
                versions.add(version.group(1));
            }
        }

        // then
        assertThat(versions)
                .hasSizeGreaterThanOrEqualTo(5)
                .containsOnly(System.getProperty("project.version"));
    }
}
