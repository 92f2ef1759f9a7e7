// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.rings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

class ClassTimesTest {

    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");

    @TempDir private Path project;

    @Test
    void listsTheSlowestFirstAndLeavesOutOlderBuilds() throws Exception {
        // given
        report("one/target/surefire-reports", "a.b.QuickTest", "0.5", START);
        report("one/target/surefire-reports", "a.b.OldTest", "9.0", START.minusSeconds(1));
        report("two/in/target/failsafe-reports", "a.SlowITCase", "61.25", START.plusSeconds(90));
        report("two/target/failsafe-reports", "a.LongITCase", "1,234.5", START.plusSeconds(90));

        // when
        String times = ClassTimes.read(project, START).toString();

        // then
        assertThat(times.lines())
                .containsExactly(
                        "",
                        "Test classes by time:",
                        "  1234.5 s  LongITCase",
                        "    61.3 s  SlowITCase",
                        "and 1 classes of less than 1 s each",
                        "");
    }

    private void report(String directory, String type, String seconds, Instant written)
            throws IOException {
        Path file =
                Files.createDirectories(project.resolve(directory))
                        .resolve("TEST-" + type + ".xml");
        Files.writeString(file, "<testsuite name=\"%s\" time=\"%s\"/>".formatted(type, seconds));
        Files.setLastModifiedTime(file, FileTime.from(written));
    }
}
