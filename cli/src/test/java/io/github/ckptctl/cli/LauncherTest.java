// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The launcher, with a Java that prints what it is started with. */
class LauncherTest {

    private static final Predicate<String> USES_ARCHIVE = option -> option.contains("Archive");

    @TempDir Path directory;

    private Path cache;

    @BeforeEach
    void install() throws Exception {
        Files.copy(Path.of("src", "main", "dist", "ckptctl"), directory.resolve("ckptctl"));
        Files.createFile(directory.resolve("ckptctl-cli-0.1.0-SNAPSHOT.jar"));
        Path java = Files.createDirectories(directory.resolve("java/bin")).resolve("java");
        // where it is to write an archive, it does
        Files.writeString(
                java,
                """
                #!/bin/sh
                printf '%s\\n' "$@"
                for option in "$@"; do
                  case $option in
                    -XX:ArchiveClassesAtExit=*) echo archive > "${option#*=}" ;;
                  esac
                done
                """);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(directory.resolve("java/release"), "JAVA_VERSION=\"17.0.15\"\n");
        cache = directory.resolve("cache");
    }

    @Test
    void theCommandsJarIsRunAndNotItsSourcesOrJavadoc() throws Exception {
        Files.createFile(directory.resolve("ckptctl-cli-0.1.0-SNAPSHOT-javadoc.jar"));
        Files.createFile(directory.resolve("ckptctl-cli-0.1.0-SNAPSHOT-sources.jar"));

        assertThat(run("version"))
                .containsSequence(
                        "-jar",
                        directory.resolve("ckptctl-cli-0.1.0-SNAPSHOT.jar").toString(),
                        "version");
    }

    @Test
    void anArchiveIsMadeForItsOwnerAloneAndUsedFromThenOn() throws Exception {
        // when
        List<String> first = run("jobs");
        Path archive = onlyArchive();

        // then
        assertThat(first).anyMatch(option -> option.startsWith("-XX:ArchiveClassesAtExit="));
        assertThat(permissions(archive)).isEqualTo("rw-------");
        assertThat(permissions(archive.getParent())).isEqualTo("rwx------");
        assertThat(run("version")).contains("-XX:SharedArchiveFile=" + archive);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwxrwx", "rwxrwxr-x", "rwxr-xrwx"})
    void noArchiveIsUsedOrMadeWhereOthersCanWrite(String permissions) throws Exception {
        // given: an archive that has every right, in a directory that others can write
        run("jobs");
        Path archive = onlyArchive();
        for (Path open : List.of(archive.getParent(), cache, archive)) {
            var before = Files.getPosixFilePermissions(open);
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString(permissions));

            // then
            assertThat(run("version")).as(open.toString()).noneMatch(USES_ARCHIVE);
            assertThat(run("jobs")).as(open.toString()).noneMatch(USES_ARCHIVE);
            assertThat(onlyArchive()).isEqualTo(archive);

            // and
            Files.setPosixFilePermissions(open, before);
            assertThat(run("version")).contains("-XX:SharedArchiveFile=" + archive);
        }
    }

    @Test
    void noArchiveIsUsedThatALinkLeadsTo() throws Exception {
        // given
        run("jobs");
        Path archive = onlyArchive();
        Path elsewhere = Files.move(archive, directory.resolve("elsewhere"));
        Files.createSymbolicLink(archive, elsewhere);

        // then
        assertThat(run("version")).noneMatch(USES_ARCHIVE);
        assertThat(run("jobs")).noneMatch(USES_ARCHIVE);
        assertThat(elsewhere).hasContent("archive");
    }

    private List<String> run(String verb) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder("sh", directory.resolve("ckptctl").toString(), verb)
                        .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", directory.resolve("java").toString());
        builder.environment().put("XDG_CACHE_HOME", cache.toString());
        builder.environment().remove("CKPTCTL_SHARE");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }

    private Path onlyArchive() throws Exception {
        try (Stream<Path> files = Files.list(cache.resolve("ckptctl"))) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.get(0).toRealPath(LinkOption.NOFOLLOW_LINKS);
        }
    }

    private static String permissions(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
