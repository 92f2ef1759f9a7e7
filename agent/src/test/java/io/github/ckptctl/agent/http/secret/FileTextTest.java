// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.secret;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class FileTextTest {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void readsWhatTheMarkAtTheBeginningSays(String charset) throws Exception {
        // given: as PowerShell and editors of Windows write it
        String text = "# \u00e4\u20ac\uD83D\uDE80\r\nname=value\r\n";
        byte[] bytes = ("\ufeff" + text).getBytes(Charset.forName(charset));

        // then
        assertThat(FileText.of(bytes)).isEqualTo(text);
        assertThat(FileText.strictly(bytes)).isEqualTo(text);
        assertThat(FileText.of(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
    }

    @Test
    void readsShortFiles() throws Exception {
        assertThat(FileText.of(new byte[0])).isEmpty();
        assertThat(FileText.of(new byte[] {'a'})).isEqualTo("a");
        assertThat(FileText.of(new byte[] {(byte) 0xff, (byte) 0xfe})).isEmpty();
        assertThat(FileText.of(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf})).isEmpty();
    }

    @Test
    void namesWhatIsNoText() {
        assertThatIOException()
                .isThrownBy(() -> FileText.of("a=b".getBytes(StandardCharsets.UTF_16LE)))
                .isInstanceOf(UnsupportedEncodingException.class)
                .withMessageContaining("UTF-16 without a byte order mark")
                .withMessageEndingWith("save it as UTF-8");
        assertThatIOException()
                .isThrownBy(
                        () ->
                                FileText.strictly(
                                        "a=b\n# M\u00fcller".getBytes(StandardCharsets.ISO_8859_1)))
                .withMessageContaining("is not UTF-8 in line 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void letsUsersInWhoseFileHasAMark(String charset) throws Exception {
        // given
        String lines = "\ufeff# who may what\r\n" + TestingHashes.token("ci", "operator", TOKEN);
        Path path = secret(lines.getBytes(Charset.forName(charset)));

        // then
        Users users = Users.read(SecretFile.of("jolokia.usersFile", path, false));
        assertThat(users.withToken(TOKEN).name()).isEqualTo("ci");
    }

    @Test
    void namesOptionAndFileOfABinarySecret() throws Exception {
        // given
        Path path = secret(TOKEN.getBytes(StandardCharsets.UTF_16BE));

        // then
        assertThatIOException()
                .isThrownBy(() -> SecretFile.of("jolokia.usersFile", path, false).text())
                .withMessageStartingWith("jolokia.usersFile: " + path + " holds zero bytes");
    }

    private Path secret(byte[] bytes) throws Exception {
        Path path = Files.write(directory.resolve("secret"), bytes);
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }
}
