// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.http.server.EndpointFuzz;
import io.github.ckptctl.agent.store.RecordFuzz;
import io.github.ckptctl.flink.rest.MessageFuzz;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What strangers can send or write, made up by a fuzzer that follows coverage.
 *
 * <p>A build tries a fixed number of inputs from a fixed seed. Longer, by hand: {@code mvn test -pl
 * agent -am -Dtest=FuzzTest -DexcludedGroups= -Dsurefire.failIfNoSpecifiedTests=false
 * -Dckptctl.fuzz.seconds=600}. An input that fails is kept in {@code agent/target/fuzz}.
 */
@Tag("full")
class FuzzTest {

    private static final Path FAILURES = Path.of("target", "fuzz");

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(classes = {EndpointFuzz.class, MessageFuzz.class, RecordFuzz.class})
    void findsNoInputThatDoesHarm(Class<?> target) throws Exception {
        // given
        Path corpus = Files.createDirectory(directory.resolve("corpus"));
        Path seeds = seeds(target);
        Files.createDirectories(FAILURES);
        Path log = directory.resolve("log");

        // when
        int code =
                new ProcessBuilder(command(target, corpus, seeds))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start()
                        .waitFor();

        // then
        String said = Files.readString(log, StandardCharsets.ISO_8859_1);
        assertThat(code).as(said).isZero();
        assertThat(said).contains("Done ");
        // it got further than the seeds did
        assertThat(files(corpus)).as(said).hasSizeGreaterThan(files(seeds).size());
    }

    private static List<String> command(Class<?> target, Path corpus, Path seeds) {
        String seconds = System.getProperty("ckptctl.fuzz.seconds", "");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-cp", classPath()));
        command.add("com.code_intelligence.jazzer.Jazzer");
        command.add("--target_class=" + target.getName());
        command.add("--instrumentation_includes=io.github.ckptctl.**");
        command.add("--custom_hook_includes=io.github.ckptctl.**");
        // the target itself goes to the endpoint over the network
        command.add(
                "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.ServerSideRequestForgery");
        command.add("--reproducer_path=" + FAILURES.toAbsolutePath());
        command.add("-artifact_prefix=" + FAILURES.toAbsolutePath() + File.separator);
        command.add("-seed=1");
        command.add("-max_len=4096");
        command.add(seconds.isEmpty() ? "-runs=3000" : "-max_total_time=" + seconds);
        command.add(corpus.toString());
        command.add(seeds.toString());
        return command;
    }

    private static String classPath() {
        // the one that surefire was told, not the jar that it may put in its place
        return System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private Path seeds(Class<?> target) throws IOException {
        Path seeds = Files.createDirectory(directory.resolve("seeds"));
        String folder = "/fuzz/" + target.getSimpleName();
        try (Stream<Path> files = Files.list(Path.of("src/test/resources" + folder))) {
            for (Path file : files.toList()) {
                Files.copy(file, seeds.resolve(file.getFileName()));
            }
        }
        return seeds;
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
