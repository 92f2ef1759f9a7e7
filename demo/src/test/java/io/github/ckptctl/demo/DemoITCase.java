// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.demo;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** The demo as a script would run it. */
class DemoITCase {

    @Test
    void savesTheCheckpointAndShowsHow() throws Exception {
        // when
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-Dckptctl.agent.jar=" + System.getProperty("ckptctl.agent.jar"),
                                "-Dmaven.home=" + System.getProperty("maven.home"),
                                Demo.class.getName(),
                                "--once")
                        .redirectErrorStream(true)
                        .start();
        String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // then
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(shown).isZero();
        assertThat(shown)
                .contains("expired before it was complete")
                .contains("$ curl -s http://127.0.0.1:")
                .contains("\"attribute\":\"Timeout\",\"value\":60000")
                .contains("\"operation\":\"rescheduleInFlight\"")
                .contains("RESCHEDULED")
                .contains("COMPLETED after")
                .doesNotContain("\u001b");
    }
}
