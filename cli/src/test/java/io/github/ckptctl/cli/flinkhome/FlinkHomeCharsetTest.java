// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.flinkhome;

import io.github.ckptctl.cli.outcome.CliException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FlinkHomeCharsetTest {

    private static final String BEFORE = "# gr\u00fc\u00df\nkey: value\n";

    @TempDir Path home;

    private Path file;

    @BeforeEach
    void make() throws IOException {
        file = Files.createDirectories(home.resolve("conf")).resolve("config.yaml");
    }

    @Test
    void aConfigurationIsReadAndWrittenInUtf8() throws IOException {
        // given
        FlinkHome flink = with(StandardCharsets.UTF_8);

        // when
        String before = flink.text();
        flink.write(before + "jar: /opt/\u65e5\u672c\n");

        // then
        assertThat(before).isEqualTo(BEFORE);
        assertThat(file).hasContent(BEFORE + "jar: /opt/\u65e5\u672c\n");
    }

    @Test
    void oneOfAnotherCharsetKeepsItsBytes() throws IOException {
        // given
        FlinkHome flink = with(StandardCharsets.ISO_8859_1);

        // when
        flink.write(flink.text() + "jar: x\n");

        // then
        byte[] bytes = (BEFORE + "jar: x\n").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(file).hasBinaryContent(bytes);
        assertThatThrownBy(() -> flink.write("jar: /opt/\u65e5"))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("is not UTF-8")
                .hasMessageContaining("Nothing done");
        assertThat(file).hasBinaryContent(bytes);
    }

    private FlinkHome with(Charset charset) throws IOException {
        Files.write(file, BEFORE.getBytes(charset));
        return FlinkHome.of(home, home.resolve("conf"));
    }
}
