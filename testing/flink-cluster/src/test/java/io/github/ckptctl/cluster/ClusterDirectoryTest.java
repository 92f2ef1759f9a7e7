// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ClusterDirectoryTest {

    @Test
    void keepsLogsThatLieElsewhere(@TempDir Path temporary) {
        // given
        Path logs = temporary.resolve("logs");
        Path root = temporary.resolve("root");
        ClusterDirectory directory = ClusterDirectory.create(root, logs);
        assertThat(directory.checkpoints()).isDirectory();

        // when
        directory.delete();

        // then
        assertThat(root).doesNotExist();
        assertThat(logs).isDirectory();
    }

    @Test
    void leavesNothingWhereItCannotBeMade(@TempDir Path temporary) throws IOException {
        // given
        Path file = Files.createFile(temporary.resolve("file"));
        Path root = temporary.resolve("root");
        Files.createDirectory(root);

        // when, then
        assertThatThrownBy(() -> ClusterDirectory.create(root, file.resolve("log")))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(root).doesNotExist();
    }

    @Test
    void quotesValuesInYaml(@TempDir Path temporary) {
        ClusterDirectory directory = ClusterDirectory.create(temporary, temporary.resolve("log"));

        directory.write(true, Map.of("key", "it's: #1"));

        assertThat(directory.configuration().resolve("config.yaml")).hasContent("key: 'it''s: #1'");
    }

    @Test
    void leavesValuesAloneInTheOldFormat(@TempDir Path temporary) {
        ClusterDirectory directory = ClusterDirectory.create(temporary, temporary.resolve("log"));

        directory.write(false, Map.of("key", "100 ms"));

        assertThat(directory.configuration().resolve("flink-conf.yaml")).hasContent("key: 100 ms");
    }
}
