// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class ProcessFilesTest {

    @BeforeEach
    void onLinux() {
        assumeTrue(ProcessFiles.areThere(), "there is no /proc");
    }

    @Test
    void showsThisProcess() {
        ProcessFiles own = ProcessFiles.own();
        assertThat(own.commandLine().get(0)).endsWith("java");
        assertThat(own.environment()).containsEntry("PATH", System.getenv("PATH"));
        assertThat(own.hasJvm()).contains(true);
        assertThat(own.catchesQuit()).contains(true);
        assertThat(own.sharesMounts()).contains(true);
        assertThat(own.sharesNetwork()).contains(true);
        assertThat(own.file("/etc/passwd")).contains(Path.of("/etc/passwd"));
        assertThat(own.file("pom.xml").orElseThrow()).isRegularFile();
        assertThat(ProcessFiles.pids()).contains(Long.toString(ProcessHandle.current().pid()));
    }

    @Test
    void isEmptyWhereThereIsNoProcess() {
        ProcessFiles none = ProcessFiles.of("1999999999");
        assertThat(none.exist()).isFalse();
        assertThat(none.commandLine()).isEmpty();
        assertThat(none.environment()).isEmpty();
        assertThat(none.user()).isEmpty();
        assertThat(none.ownPid()).isEqualTo("1999999999");
        assertThat(none.hasJvm()).isEmpty();
        assertThat(none.catchesQuit()).isEmpty();
        assertThat(none.sharesMounts()).isEmpty();
        assertThat(none.file("/etc/passwd")).isEmpty();
    }

    @Test
    void followsLinksFromTheOtherProcesssRoot() throws Exception {
        try (TestJvm other = TestJvm.startWithPrivateTmp()) {
            // given: links that lead elsewhere in this process's /tmp, or nowhere
            Path tmp = Path.of("/proc", other.pid(), "root/tmp");
            Path directory = Files.createDirectories(tmp.resolve("real"));
            Path file = Files.writeString(directory.resolve("file"), "there");
            Files.createSymbolicLink(tmp.resolve("link"), Path.of("/tmp/real"));
            Files.createSymbolicLink(directory.resolve("second"), Path.of("../link/file"));
            Files.createSymbolicLink(tmp.resolve("circle"), Path.of("/tmp/circle"));
            ProcessFiles process = ProcessFiles.of(other.pid());

            // then
            assertThat(process.sharesMounts()).contains(false);
            assertThat(process.file("/tmp/real/file")).contains(file);
            assertThat(process.file("/tmp/link/file")).contains(file);
            assertThat(process.file("/tmp/link/second")).contains(file);
            assertThat(process.file("/tmp/circle")).isEmpty();
            assertThat(process.file("output").orElseThrow()).exists();
        }
    }

    @Test
    void makesNoFilesWhereALinkLeadsInsteadOfATmp(@TempDir Path directory) throws Exception {
        try (TestJvm other = TestJvm.startWithPrivateTmp()) {
            assertThat(ProcessFiles.of(other.pid()).tmp())
                    .isEqualTo(Path.of("/proc", other.pid(), "root/tmp"));
        }
        // when: a process that sees other files, with a link that leads out of them
        Process other =
                new ProcessBuilder(
                                "unshare",
                                "--mount",
                                "sh",
                                "-c",
                                "cd $0 && for d in bin lib lib64 usr; do mkdir $d;"
                                        + " mount --rbind /$d $d; done; ln -s /var/tmp tmp;"
                                        + " exec chroot . sh -s",
                                directory.toString())
                        .start();
        try (BufferedReader said = other.inputReader();
                BufferedWriter commands = other.outputWriter()) {
            commands.write("echo inside\n");
            commands.flush();
            assertThat(said.readLine()).isEqualTo("inside");

            // then
            assertThatIOException()
                    .isThrownBy(() -> ProcessFiles.of(Long.toString(other.pid())).tmp())
                    .withMessageContaining("root/tmp is no directory");
        } finally {
            other.destroyForcibly().waitFor();
        }
    }
}
