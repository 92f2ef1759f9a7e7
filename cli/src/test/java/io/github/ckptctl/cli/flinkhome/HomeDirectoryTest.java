// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.flinkhome;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class HomeDirectoryTest {

    private static final byte[] NEW = "new: text\n".getBytes(StandardCharsets.UTF_8);
    private static final String FILE = "config.yaml";
    private static final Integer NOBODY = 65534;

    @TempDir Path temporary;

    private Path home;
    private Path conf;
    private Path file;

    @BeforeEach
    void make() throws IOException {
        home = temporary.resolve("flink");
        conf = Files.createDirectories(home.resolve("conf"));
        file = Files.writeString(conf.resolve(FILE), "old: text\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void replacesAFileWithOneOfTheSameMode(boolean root) throws Exception {
        // given
        HomeDirectory directory = directory(root, "conf");
        Object before = Files.getAttribute(file, "unix:ino");

        // when
        directory.write(FILE, NEW);

        // then: another file, in one step
        assertThat(directory.has(FILE)).isTrue();
        assertThat(directory.read(FILE)).isEqualTo(NEW);
        assertThat(mode(file)).isEqualTo("rw-r-----");
        assertThat(Files.getAttribute(file, "unix:ino")).isNotEqualTo(before);
        assertThat(names(conf)).containsExactly(FILE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void makesAWorldReadableFileAndDeletesIt(boolean root) throws Exception {
        // given
        HomeDirectory directory = directory(root, "opt");
        assertThat(directory.has("agent.jar")).isFalse();

        // when
        directory.write("agent.jar", NEW);

        // then
        assertThat(home.resolve("opt/agent.jar")).hasBinaryContent(NEW);
        assertThat(mode(home.resolve("opt/agent.jar"))).isEqualTo("rw-r--r--");

        // when
        directory.delete("agent.jar");
        directory.delete("agent.jar");

        // then
        assertThat(names(home.resolve("opt"))).isEmpty();
    }

    @Test
    void keepsAUsersLinkAndReplacesWhatItLeadsTo() throws Exception {
        // given
        Path elsewhere = temporary.resolve("elsewhere");
        Files.move(file, elsewhere);
        Files.createSymbolicLink(file, elsewhere);

        // when
        new UsersDirectory(conf).write(FILE, NEW);

        // then
        assertThat(file).isSymbolicLink();
        assertThat(elsewhere).hasBinaryContent(NEW);
        assertThat(mode(elsewhere)).isEqualTo("rw-r-----");
    }

    @Test
    void keepsTheOwnerOfAFileThatIsNotRoots() throws Exception {
        // given
        HomeDirectory directory = directory(true, "conf");
        for (Path one : new Path[] {home, conf, file}) {
            Files.setAttribute(one, "unix:uid", NOBODY);
            Files.setAttribute(one, "unix:gid", NOBODY);
        }

        // when
        directory.write(FILE, NEW);

        // then
        assertThat(file).hasBinaryContent(NEW);
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(NOBODY);
        assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(NOBODY);
        assertThat(mode(file)).isEqualTo("rw-r-----");
        assertThat(names(conf)).containsExactly(FILE);
    }

    @Test
    void followsNoLinkToAFileAsRoot() throws Exception {
        // given
        HomeDirectory directory = directory(true, "conf");
        Path roots = Files.writeString(temporary.resolve("shadow"), "secret");
        Files.delete(file);
        Files.createSymbolicLink(file, roots);

        // then
        assertThat(directory.has(FILE)).isFalse();
        assertThatIOException()
                .isThrownBy(() -> directory.write(FILE, NEW))
                .withMessageContaining(file + " is a link, which is not followed as root")
                .withMessageContaining("Run this as that user");
        assertThatIOException()
                .isThrownBy(() -> directory.read(FILE))
                .withMessageContaining("is a link");
        assertThat(roots).hasContent("secret");
        assertThat(names(conf)).containsExactly(FILE);

        // when
        directory.delete(FILE);

        // then: the link alone
        assertThat(Files.exists(file, LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(roots).hasContent("secret");
    }

    @Test
    void followsNoLinkToADirectoryAsRoot() throws Exception {
        // given
        Path roots = Files.createDirectory(temporary.resolve("etc"));
        Path victim = Files.writeString(roots.resolve("agent.jar"), "root's");
        Files.createSymbolicLink(home.resolve("opt"), roots);
        HomeDirectory directory = directory(true, "opt");

        // then
        assertThat(directory.has("agent.jar")).isFalse();
        assertThatIOException()
                .isThrownBy(() -> directory.write("agent.jar", NEW))
                .withMessageContaining("is a link");
        assertThatIOException()
                .isThrownBy(() -> directory.delete("agent.jar"))
                .withMessageContaining("is a link");
        assertThat(victim).hasContent("root's");
        assertThat(names(roots)).containsExactly("agent.jar");
    }

    @Test
    void waitsForNoPipeAsRoot() throws Exception {
        // given
        HomeDirectory directory = directory(true, "conf");
        Files.delete(file);
        assumeTrue(new ProcessBuilder("mkfifo", file.toString()).start().waitFor() == 0);

        // then
        assertThat(directory.has(FILE)).isFalse();
        assertThatIOException()
                .isThrownBy(() -> directory.read(FILE))
                .withMessageContaining("is not a file");
    }

    private HomeDirectory directory(boolean root, String name) {
        if (root) {
            assumeTrue("root".equals(System.getProperty("user.name")), "this is not root");
            assertThat(HomeDirectory.of(home, name)).isInstanceOf(RootsDirectory.class);
            return new RootsDirectory(home, name);
        }
        return new UsersDirectory(home.resolve(name));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static Stream<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(path -> path.getFileName().toString()).toList().stream();
        }
    }
}
