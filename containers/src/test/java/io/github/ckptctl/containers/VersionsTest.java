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

/**
 * Test of the versions that examples and documents name. Anything that is downloaded or pulled has
 * the version of the release that they belong to, or will belong to; anything that a build creates
 * has the version that is built.
 */
class VersionsTest {

    private static final String BUILT = System.getProperty("project.version", "");
    private static final String RELEASED = BUILT.replace("-SNAPSHOT", "");

    private static final Path ROOT = Path.of("..");

    /** An image with its tag, or a jar with its version. */
    private static final Pattern RELEASE =
            Pattern.compile(
                    "(?<!target/)ckptctl-(?:agent|cli|jconsole)[:-](\\d[\\w.-]*?)"
                            + "(?=\\.jar|[^\\w.-]|$)");

    /** A jar in the directory where a build creates it. */
    private static final Pattern BUILD =
            Pattern.compile("target/ckptctl-(?:agent|cli|jconsole)-(\\d[\\w.-]*)\\.jar");

    /** The line that the agent logs when it starts. */
    private static final Pattern LOG = Pattern.compile("(?:^|Loads )ckptctl (\\d\\S*) (?:is|from)");

    @Test
    void eachImageAndJarIsOfThisVersion() throws IOException {
        // given
        List<Path> files = new ArrayList<>(List.of(DocSnippets.PAGE));
        for (Path directory : List.of(Path.of("docker"), Manifest.DIRECTORY)) {
            try (Stream<Path> all = Files.list(directory)) {
                all.filter(file -> !file.toString().endsWith(".jar")).forEach(files::add);
            }
        }

        // when
        List<String> versions = found(RELEASE, files);

        // then
        assertThat(versions).hasSizeGreaterThanOrEqualTo(5).containsOnly(RELEASED);
    }

    @Test
    void documentsNameTheJarsAsTheyAreReleased() throws IOException {
        assertThat(found(RELEASE, documents())).isNotEmpty().containsOnly(RELEASED);
        assertThat(found(LOG, documents())).isNotEmpty().containsOnly(RELEASED);
    }

    @Test
    void documentsNameTheJarsAsABuildLeavesThem() throws IOException {
        assertThat(found(BUILD, documents())).isNotEmpty().containsOnly(BUILT);
    }

    private static List<Path> documents() throws IOException {
        List<Path> files = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        try (Stream<Path> all = Files.list(ROOT.resolve("docs"))) {
            all.filter(file -> file.toString().endsWith(".md")).forEach(files::add);
        }
        return files;
    }

    private static List<String> found(Pattern pattern, List<Path> files) throws IOException {
        List<String> versions = new ArrayList<>();
        for (Path file : files) {
            for (String line : Files.readAllLines(file)) {
                Matcher version = pattern.matcher(line);
                while (version.find()) {
                    versions.add(version.group(1));
                }
            }
        }
        return versions;
    }
}
