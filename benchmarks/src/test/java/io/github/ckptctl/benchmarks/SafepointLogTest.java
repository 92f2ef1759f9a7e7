// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.benchmarks.SafepointLog.Pause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

/** What is read out of a JVM's account of its safepoints. */
class SafepointLogTest {

    @TempDir private Path directory;

    @Test
    void readsWhatThisJvmWrites() throws Exception {
        // given
        SafepointLog log = new SafepointLog(directory.resolve("safepoints.log"));

        // when
        Process java =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                log.jvmOption(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Collecting.class.getName())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("out").toFile())
                        .start();

        // then
        assertThat(java.waitFor()).isZero();
        assertThat(log.pauses())
                .extracting(Pause::reason)
                .anyMatch(reason -> reason.endsWith("CollectFull"));
        assertThat(log.pauses())
                .allSatisfy(
                        pause -> {
                            assertThat(pause.end()).isAfter(Instant.EPOCH);
                            assertThat(pause.length()).isPositive();
                        });
    }

    @Test
    void readsReasonEndAndTheWholeLength() throws Exception {
        // given
        Path file = directory.resolve("safepoints.log");
        Files.writeString(
                file,
                "[1763725108123ms] Safepoint \"RedefineClasses\", Time since last: 12 ns,"
                        + " Reaching safepoint: 1000 ns, At safepoint: 2000 ns, Total: 3000 ns\n"
                        + "[1763725108124ms] something else\n");

        // when, then
        assertThat(new SafepointLog(file).pauses())
                .containsExactly(
                        new Pause(
                                "RedefineClasses",
                                Instant.ofEpochMilli(1_763_725_108_123L),
                                Duration.ofNanos(3_000)));
    }

    /** Collects its garbage, which stops all threads. */
    private static final class Collecting {
        public static void main(String[] arguments) {
            System.gc();
        }
    }
}
