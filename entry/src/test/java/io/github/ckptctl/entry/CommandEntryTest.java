// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.entry;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class CommandEntryTest {

    @Test
    void exitsWithUnknownWhenTheCommandCannotStart() throws Exception {
        // given: a class path with this module on it and nothing else
        Process process = java("check", "orders");

        // then
        assertThat(text(process))
                .isEqualTo(
                        "CHECKPOINTS UNKNOWN - ckptctl cannot look:"
                                + " java.lang.ClassNotFoundException: io.github.ckptctl.cli.Main"
                                + System.lineSeparator());
        assertThat(process.waitFor()).isEqualTo(3);
    }

    @Test
    void failsOtherwise() throws Exception {
        Process process = java("jobs");
        assertThat(text(process)).contains("io.github.ckptctl.cli.Main");
        assertThat(process.waitFor()).isEqualTo(1);
    }

    private static Process java(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", Path.of("target", "classes").toString()));
        command.add(CommandEntry.class.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String text(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
