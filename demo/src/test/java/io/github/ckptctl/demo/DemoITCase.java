// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.demo;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** The demo as a script would run it, and as somebody would who loses patience. */
@Tag("full")
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DemoITCase {

    @TempDir private Path temporary;

    @Test
    void savesTheCheckpointAndShowsHow() throws Exception {
        // when
        String shown = played("--once");

        // then
        assertThat(shown)
                .contains("FAILED: Checkpoint expired")
                .contains("\n  curl -s http://127.0.0.1:")
                .contains("-d '{\"type\":\"write\",\"attribute\":\"Timeout\",\"value\":60000,\n")
                .contains("\"operation\":\"rescheduleInFlight\"")
                .contains("\"outcome\":\"RESCHEDULED\"")
                .contains("COMPLETED after")
                .doesNotContain("\u001b");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void letsBarriersOvertakeInTheOtherAct() throws Exception {
        // when
        String shown = played("--once", "--act", "back-pressure");

        // then
        assertThat(shown)
                .contains(
                        "\"operation\":\"enableUnaligned\",\"arguments\":[true,\"back-pressure\"]")
                .contains("\"restarted\":true")
                .containsPattern("A checkpoint took \\S+ s, and takes \\S+ s now\\.");
        assertThat(temporary).isEmptyDirectory();
    }

    /** Returns what a demo shows that ends well. */
    private String played(String... arguments) throws Exception {
        Process demo = start(arguments);
        String shown;
        try (BufferedReader reader = demo.inputReader()) {
            shown = reader.lines().collect(Collectors.joining("\n"));
        }
        assertThat(demo.waitFor()).as(shown).isZero();
        return shown;
    }

    @Test
    void leavesNothingBehindWhenItIsTerminated() throws Exception {
        // given
        Process demo = start();
        List<ProcessHandle> flink;
        try (BufferedReader reader = demo.inputReader()) {
            awaitLine(reader, "triggered");
            flink = demo.descendants().toList();

            // when: the process itself would also close what is read here
            demo.toHandle().destroy();
            awaitLine(reader, "Nothing is left running.");
        }
        demo.waitFor();

        // then
        assertThat(flink).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        assertThat(temporary).isEmptyDirectory();
    }

    private Process start(String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-Djava.io.tmpdir=" + temporary,
                                "-Dckptctl.agent.jar=" + System.getProperty("ckptctl.agent.jar"),
                                "-Dmaven.home=" + System.getProperty("maven.home"),
                                Demo.class.getName()));
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static void awaitLine(BufferedReader reader, String part) throws IOException {
        String line = reader.readLine();
        while (line != null && !line.contains(part)) {
            line = reader.readLine();
        }
        assertThat(line).as("the line with '%s'", part).isNotNull();
    }
}
