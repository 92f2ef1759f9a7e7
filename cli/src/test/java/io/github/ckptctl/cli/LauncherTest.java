// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Test of the launcher, with a Java that prints the arguments it is started with. */
class LauncherTest {

    private static final Predicate<String> USES_ARCHIVE = option -> option.contains("Archive");
    private static final Duration SOON = Duration.ofMinutes(2);

    /** Path that contains no program. */
    private static final String NOWHERE = "/nowhere";

    @TempDir Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private Path cache;

    @BeforeEach
    void install() throws Exception {
        Files.copy(Path.of("src", "main", "dist", "ckptctl"), directory.resolve("ckptctl"));
        Files.createFile(directory.resolve("ckptctl-cli-0.1.0-SNAPSHOT.jar"));
        // where it is requested to write an archive, it does
        java(
                """
                printf '%s\\n' "$@"
                for option in "$@"; do
                  case $option in
                    -XX:ArchiveClassesAtExit=*) echo archive > "${option#*=}" ;;
                  esac
                done
                """);
        Files.writeString(directory.resolve("java/release"), "JAVA_VERSION=\"17.0.15\"\n");
        cache = directory.resolve("cache");
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", directory.toString());
        environment.put("JAVA_HOME", directory.resolve("java").toString());
        environment.put("XDG_CACHE_HOME", cache.toString());
    }

    private void java(String script) throws Exception {
        Path java = Files.createDirectories(directory.resolve("java/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
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
        Path archive = makeArchive();

        // then
        assertThat(permissions(archive)).isEqualTo("rw-------");
        assertThat(permissions(archive.getParent())).isEqualTo("rwx------");
        assertThat(run("version")).contains("-XX:SharedArchiveFile=" + archive);
    }

    @Test
    void theVerbIsRunWithoutTheArchiveThatAnotherProcessMakes() throws Exception {
        // given: a Java that can do everything except write archives, and reports so on both
        // streams
        java(
                """
                printf '%s\\n' "$@"
                case $* in
                  *Archive*) echo 'An error has occurred'; echo 'An error has occurred' >&2; exit 1 ;;
                esac
                """);

        // when
        List<String> jobs = run("jobs");

        // then
        assertThat(jobs)
                .contains("jobs")
                .doesNotContain("An error has occurred")
                .noneMatch(USES_ARCHIVE);
        await("what is left over to go").atMost(SOON).until(() -> inCache().isEmpty());
    }

    @Test
    void anArchiveThatDoesNotWorkIsNotKept() throws Exception {
        // given
        java(
                """
                case $* in
                  *-XX:ArchiveClassesAtExit=*) for option in "$@"; do
                    case $option in *AtExit=*) echo torn > "${option#*=}"; : > "$JAVA_HOME/made" ;; esac
                  done ;;
                  *-XX:SharedArchiveFile=*) exit 134 ;;
                esac
                """);

        // when
        run("jobs");

        // then
        await("the attempt").atMost(SOON).until(() -> Files.exists(directory.resolve("java/made")));
        await("what is left over to go").atMost(SOON).until(() -> inCache().isEmpty());
        assertThat(run("version")).noneMatch(USES_ARCHIVE);
    }

    @Test
    void optionsForOtherJvmsDoNotReachThisOne() throws Exception {
        // given
        List<String> names =
                List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CDPATH");
        names.forEach(name -> environment.put(name, "-javaagent:/nowhere/agent.jar"));
        java("env\nprintf '%s\\n' \"$@\"\n");

        // when
        List<String> seen = run("version");

        // then
        assertThat(seen).contains("version");
        assertThat(seen).noneMatch(line -> line.contains("/nowhere/agent.jar"));
    }

    @Test
    void cdpathLeadsNowhere() throws Exception {
        environment.put("CDPATH", directory.toString());
        Ended ended = start(directory, "sh", "./ckptctl", "version");
        assertThat(ended.lines()).contains(jar(), "version");
        assertThat(ended.code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "bash", "busybox sh"})
    void noOtherProgramIsNeeded(String shell) throws Exception {
        // given: nothing in the environment but where Java is
        String path = environment.get("PATH");
        environment.clear();
        environment.put("JAVA_HOME", directory.resolve("java").toString());
        environment.put("PATH", NOWHERE);
        List<String> command = new ArrayList<>(List.of(shell.split(" ")));
        command.set(0, program(path, command.get(0)));
        command.addAll(List.of(directory.resolve("ckptctl").toString(), "jobs", "-o", "json"));

        // when
        Ended ended = start(directory, command.toArray(new String[0]));

        // then
        assertThat(ended.lines()).containsSequence("-jar", jar(), "jobs", "-o", "json");
        assertThat(ended.code()).isZero();

        // and: with a home, but no place for an archive
        environment.put("HOME", directory.toString());
        assertThat(start(directory, command.toArray(new String[0]))).isEqualTo(ended);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cksum", "ls", "id", "readlink", "mkdir", "mv", "rm", "find"})
    void noListIsLostWhereAProgramIsMissing(String missing) throws Exception {
        // given
        Path programs = Files.createDirectory(directory.resolve("programs"));
        String path = environment.get("PATH");
        for (String each : "cksum ls id readlink mkdir mv rm find sh".split(" ")) {
            if (!each.equals(missing)) {
                Files.createSymbolicLink(programs.resolve(each), Path.of(program(path, each)));
            }
        }
        environment.put("PATH", programs.toString());

        // then
        assertThat(run("jobs")).contains("jobs");
        assertThat(run("version")).contains("version");
    }

    @Test
    void aJavaThatRejectsTheOptionsIsStartedWithoutThem() throws Exception {
        // given
        java(
                """
                case $* in
                  *-XX:*) echo 'Error: Could not create the Java Virtual Machine.' >&2; exit 1 ;;
                esac
                printf '%s\\n' "$@"
                """);

        // then
        assertThat(run("version"))
                .containsExactly(
                        "-Dckptctl.screen=false",
                        "-Dckptctl.keyboard=false",
                        "-jar",
                        jar(),
                        "version");
        assertThat(run("jobs")).contains("jobs").noneMatch(USES_ARCHIVE);
    }

    @Test
    void theOptionsOfTheUserCountMore() throws Exception {
        // given: a JVM takes one collector
        environment.put("CKPTCTL_JAVA_OPTS", "-XX:+UseG1GC -Dx=*");
        java(
                """
                case $* in
                  *UseSerialGC*UseG1GC*) echo 'Conflicting collector combinations' >&2; exit 1 ;;
                esac
                printf '%s\\n' "$@"
                """);

        // then
        assertThat(run("version")).startsWith("-XX:+UseG1GC", "-Dx=*").contains("version");
    }

    @Test
    void aJavaThatDoesNotStartIsNamedWithItsReason() throws Exception {
        // given
        java("echo \"Unrecognized VM option 'Foo'\" >&2\necho more >&2\nexit 1\n");
        environment.put("CKPTCTL_JAVA_OPTS", "-XX:+Foo");

        // when
        Ended ended = launch("jobs");

        // then
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.lines())
                .containsExactly(
                        "ckptctl: "
                                + directory.resolve("java/bin/java")
                                + " does not start with CKPTCTL_JAVA_OPTS=-XX:+Foo: Unrecognized VM"
                                + " option 'Foo'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exit 1",
                "exit 134",
                "case $* in *-version*) exit 0 ;; esac; exit 1",
                "case $* in *-version*) exit 0 ;; esac; echo 'OpenJDK VM warning: no memory'; exit 1",
                "case $* in *-version*) exit 0 ;; esac; exit 137"
            })
    void aCheckThatCannotLookIsUnknown(String java) throws Exception {
        java(java);
        assertUnknown("java/bin/java");
    }

    @Test
    void aCheckWithoutJavaIsUnknown() throws Exception {
        environment.put("JAVA_HOME", NOWHERE);
        environment.put("PATH", NOWHERE);
        String shell = program(System.getenv("PATH"), "sh");
        assertThat(start(directory, shell, "ckptctl", "check", "orders").lines())
                .singleElement()
                .asString()
                .startsWith("CHECKPOINTS UNKNOWN - ")
                .contains("there is no /nowhere/bin/java; set JAVA_HOME");
    }

    @Test
    void aCheckWithoutItsJarIsUnknown() throws Exception {
        Files.delete(Path.of(jar()));
        assertUnknown("no ckptctl-cli-VERSION.jar lies in " + directory);
    }

    private void assertUnknown(String why) throws Exception {
        Ended ended = launch("check", "orders");
        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.lines())
                .singleElement()
                .asString()
                .startsWith("CHECKPOINTS UNKNOWN - ckptctl cannot look: ")
                .contains(why);
    }

    @ParameterizedTest
    @CsvSource({
        "0, CHECKPOINTS OK - x",
        "1, CHECKPOINTS WARNING - x",
        "2, CHECKPOINTS CRITICAL - x",
        "3, CHECKPOINTS UNKNOWN - x",
        "3, ''"
    })
    void aCheckThatLookedAnswersWhatItFound(int code, String line) throws Exception {
        java("case $* in *-version*) exit 0 ;; esac; echo '" + line + "'; exit " + code);
        Ended ended = launch("check", "orders");
        assertThat(ended.code()).isEqualTo(code);
        assertThat(String.join("", ended.lines())).isEqualTo(line);
    }

    /** Covers the case after {@code su} that preserves the environment. */
    @Test
    void theCacheOfAnotherUserIsLeftAlone() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "takes root to be another");
        String setpriv = program(environment.get("PATH"), "setpriv");
        for (String permissions : List.of("rwxr-xr-x", "rwx------")) {
            // given
            Path archive = makeArchive();
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            for (Path open : List.of(cache, archive.getParent(), archive)) {
                Files.setPosixFilePermissions(open, PosixFilePermissions.fromString(permissions));
            }

            // when
            for (String verb : List.of("jobs", "version")) {
                Ended ended =
                        start(
                                directory,
                                setpriv,
                                "--reuid=65534",
                                "--clear-groups",
                                "sh",
                                directory.resolve("ckptctl").toString(),
                                verb);

                // then
                assertThat(ended.lines()).contains(verb);
                assertThat(ended.code()).isZero();
            }
            Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-------"));
            assertThat(onlyArchive()).isEqualTo(archive);
            Files.delete(archive);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwxrwx", "rwxrwxr-x", "rwxr-xrwx"})
    void noArchiveIsUsedOrMadeWhereOthersCanWrite(String permissions) throws Exception {
        // given: an archive with all permissions, in a directory that others can write
        Path archive = makeArchive();
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
        Path archive = makeArchive();
        Path elsewhere = Files.move(archive, directory.resolve("elsewhere"));
        Files.createSymbolicLink(archive, elsewhere);

        // then
        assertThat(run("version")).noneMatch(USES_ARCHIVE);
        assertThat(run("jobs")).noneMatch(USES_ARCHIVE);
        assertThat(elsewhere).hasContent("archive");
    }

    private List<String> run(String verb) throws Exception {
        Ended ended = launch(verb);
        assertThat(ended.code()).as(ended.toString()).isZero();
        return ended.lines();
    }

    private Ended launch(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", directory + "/ckptctl"));
        command.addAll(List.of(arguments));
        return start(directory, command.toArray(new String[0]));
    }

    private Ended start(Path directory, String... command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), output.lines().toList());
    }

    /**
     * Result of a run.
     *
     * @param lines of both streams
     */
    private record Ended(int code, List<String> lines) {}

    private static String program(String path, String name) {
        Optional<Path> found =
                Stream.of(path.split(":"))
                        .map(each -> Path.of(each, name))
                        .filter(Files::isExecutable)
                        .findFirst();
        assumeTrue(found.isPresent(), name + " is not on this machine");
        return found.orElseThrow().toString();
    }

    private String jar() {
        return directory.resolve("ckptctl-cli-0.1.0-SNAPSHOT.jar").toString();
    }

    private Path makeArchive() throws Exception {
        assertThat(run("jobs")).noneMatch(USES_ARCHIVE);
        await("the archive")
                .atMost(SOON)
                .until(() -> inCache().stream().anyMatch(file -> file.endsWith(".jsa")));
        return onlyArchive();
    }

    private Path onlyArchive() throws Exception {
        assertThat(inCache()).hasSize(1);
        return cache.resolve("ckptctl")
                .resolve(inCache().get(0))
                .toRealPath(LinkOption.NOFOLLOW_LINKS);
    }

    private List<String> inCache() throws IOException {
        try (Stream<Path> files = Files.list(cache.resolve("ckptctl"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static String permissions(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
