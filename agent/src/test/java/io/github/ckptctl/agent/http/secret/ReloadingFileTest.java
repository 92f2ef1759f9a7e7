// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.secret;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class ReloadingFileTest {

    @TempDir Path directory;

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger reads = new AtomicInteger();

    @Test
    void readsAFileAgainWhenItChangedButNotMoreThanOnceInASecond() throws Exception {
        // given
        Path file = Files.writeString(directory.resolve("file"), "one");
        ReloadingFile<String> reloaded = reloaded(file);

        // then
        Files.writeString(file, "second");
        assertThat(reloaded.current()).isEqualTo("one");
        nanos.addAndGet(999_999_999);
        assertThat(reloaded.current()).isEqualTo("one");
        nanos.addAndGet(1);
        assertThat(reloaded.current()).isEqualTo("second");
        nanos.addAndGet(5_000_000_000L);
        assertThat(reloaded.current()).isEqualTo("second");
        assertThat(reads).hasValue(2);
    }

    @Test
    void keepsWhatItKnowsWhileTheFileCannotBeUsed() throws Exception {
        // given
        Path file = Files.writeString(directory.resolve("file"), "one");
        ReloadingFile<String> reloaded = reloaded(file);

        // then
        Files.writeString(file, "broken");
        assertThat(afterASecond(reloaded)).isEqualTo("one");
        assertThat(afterASecond(reloaded)).isEqualTo("one");
        assertThat(reads).as("tried once for one state of the file").hasValue(2);
        Files.delete(file);
        assertThat(afterASecond(reloaded)).isEqualTo("one");
        Files.writeString(file, "three");
        assertThat(afterASecond(reloaded)).isEqualTo("three");
    }

    @Test
    void seesALinkThatPointsElsewhere() throws Exception {
        // given
        Path one = Files.writeString(directory.resolve("one"), "1");
        Path two = Files.writeString(directory.resolve("two"), "2");
        Path link = Files.createSymbolicLink(directory.resolve("link"), one);
        ReloadingFile<String> reloaded = reloaded(link);

        // when
        Files.delete(link);
        Files.createSymbolicLink(link, two);

        // then
        assertThat(afterASecond(reloaded)).isEqualTo("2");
    }

    @Test
    void failsWhenTheFileCannotBeUsedFromTheStart() {
        assertThatIOException().isThrownBy(() -> reloaded(directory.resolve("none")));
    }

    private String afterASecond(ReloadingFile<String> reloaded) {
        nanos.addAndGet(1_000_000_000L);
        return reloaded.current();
    }

    private ReloadingFile<String> reloaded(Path file) throws IOException {
        return new ReloadingFile<>("The file", List.of(file), () -> read(file), nanos::get);
    }

    private String read(Path file) throws IOException {
        reads.incrementAndGet();
        String text = Files.readString(file);
        if (text.equals("broken")) {
            throw new IOException("broken");
        }
        return text;
    }
}
