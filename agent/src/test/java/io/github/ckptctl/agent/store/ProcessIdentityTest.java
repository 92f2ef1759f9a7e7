// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.store;

import io.github.ckptctl.agent.store.ProcessIdentity.Life;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

class ProcessIdentityTest {

    /** The system truncates names of commands after 15 bytes, even within a character. */
    private static final byte[] HALF = {'j', 'o', 'b', (byte) 0xc3};

    @TempDir Path directory;

    @Test
    void aProcessWhoseNameIsNoTextLives() throws Exception {
        // given
        String script =
                "name=$(printf 'job\\303'); cp \"$(command -v sleep)\" $name; exec ./$name 600";
        Process process =
                new ProcessBuilder("sh", "-c", script).directory(directory.toFile()).start();
        try {
            Path command = Path.of("/proc", Long.toString(process.pid()), "comm");
            assumeThat(Path.of("/proc/self/comm")).exists();
            Awaitility.await("the command of that name")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> !process.isAlive() || isHalf(Files.readAllBytes(command)));
            assumeThat(process.isAlive()).as("sleep under another name").isTrue();

            // when
            ProcessIdentity other = ProcessIdentity.of(process.pid());

            // then
            assertThat(other.text()).containsPattern("start=\\d+\n");
            assertThat(ProcessIdentity.own().look(other)).isEqualTo(Life.LIVES);
        } finally {
            process.destroyForcibly();
        }
    }

    private static boolean isHalf(byte[] command) {
        return Arrays.equals(command, 0, HALF.length, HALF, 0, HALF.length)
                && new String(command, StandardCharsets.ISO_8859_1).length() > HALF.length;
    }

    @Test
    void aHostNameOfOthersIsOneLine() {
        ProcessIdentity other = ProcessIdentity.parse("process=7\nhost=a\\nb\\u001b[2J\n");

        assertThat(other).hasToString("process 7 on host a b [2J");
    }
}
