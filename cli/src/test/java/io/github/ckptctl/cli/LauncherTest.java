// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The launcher, with a Java that prints what it is started with. */
class LauncherTest {

    @TempDir Path directory;

    @Test
    void theCommandsJarIsRunAndNotItsSourcesOrJavadoc() throws Exception {
        // given
        Path jar = Files.createFile(directory.resolve("ckptctl-cli-0.1.0-SNAPSHOT.jar"));
        Files.createFile(directory.resolve("ckptctl-cli-0.1.0-SNAPSHOT-javadoc.jar"));
        Files.createFile(directory.resolve("ckptctl-cli-0.1.0-SNAPSHOT-sources.jar"));
        Path launcher = directory.resolve("ckptctl");
        Files.copy(Path.of("src", "main", "dist", "ckptctl"), launcher);
        Path java = Files.createDirectories(directory.resolve("java/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        ProcessBuilder builder =
                new ProcessBuilder("sh", launcher.toString(), "jobs").redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", directory.resolve("java").toString());
        builder.environment().put("CKPTCTL_SHARE", "off");

        // when
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);

        // then
        assertThat(process.waitFor()).isZero();
        assertThat(output.lines()).containsSequence("-jar", jar.toString(), "jobs");
    }
}
