// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.secret;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class SecretFileTest {

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"r--r-----", "rw-r-----"})
    void takesAMountedSecretOnlyWhenConfigured(String mode) throws Exception {
        // given: as an orchestrator mounts it, through a link
        Path data = Files.createDirectory(directory.resolve("..data"));
        file(data.resolve("users"), mode);
        Path link = Files.createSymbolicLink(directory.resolve("users"), data.resolve("users"));

        // then
        assertThat(SecretFile.of("jolokia.usersFile", link, true).text()).isEqualTo("secret");
        assertThatIOException()
                .isThrownBy(() -> SecretFile.of("jolokia.usersFile", link, false).text())
                .withMessageContaining("chmod 600")
                .withMessageContaining("jolokia.allowGroupReadable=true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"r--r--r--", "rw-rw----", "rw----r--", "rw-----w-"})
    void rejectsWhatMoreThanTheGroupCanRead(String mode) throws Exception {
        // given
        Path file = file(directory.resolve("users"), mode);

        // then
        assertThatIOException()
                .isThrownBy(() -> SecretFile.of("jolokia.usersFile", file, true).text())
                .withMessageContaining(file.toString())
                .withMessageContaining("has mode " + mode)
                .withMessageContaining("defaultMode 0440")
                .withMessageNotContaining("secret\n");
    }

    @Test
    void rejectsWhatIsNotThereOrNoFileOrTooLong() throws Exception {
        // given
        Path longFile = file(directory.resolve("long"), "rw-------");
        Files.write(longFile, new byte[1024 * 1024 + 1]);

        // then
        assertThatIOException()
                .isThrownBy(() -> SecretFile.of("o", directory.resolve("none"), false).text())
                .withMessageContaining("is not a file that this process can read");
        assertThatIOException()
                .isThrownBy(() -> SecretFile.of("o", directory, false).text())
                .withMessageContaining("is not a file that this process can read");
        assertThatIOException()
                .isThrownBy(() -> SecretFile.of("o", longFile, false).text())
                .withMessageContaining("is longer than");
    }

    private static Path file(Path path, String mode) throws IOException {
        Files.writeString(path, "secret");
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
}
