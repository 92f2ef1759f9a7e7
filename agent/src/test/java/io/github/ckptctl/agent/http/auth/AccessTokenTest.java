// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.auth;

import io.github.ckptctl.agent.http.server.TokenHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class AccessTokenTest {

    private static final String SECRET = "0123456789abcdef";

    private static final Path USUAL =
            Path.of(
                            System.getProperty("java.io.tmpdir"),
                            "ckptctl-" + ProcessHandle.current().pid() + ".token")
                    .toAbsolutePath();

    @TempDir Path directory;

    @Test
    void makesATokenThatItsOwnerAloneCanRead() throws Exception {
        // when
        AccessToken token = AccessToken.open(directory.resolve("token"), false);

        // then
        String secret = Files.readString(token.file()).trim();
        assertThat(mode(token.file())).isEqualTo("rw-------");
        assertThat(secret).matches("[A-Za-z0-9_-]{43}");
        assertThat(token.matches(secret)).isTrue();
        assertThat(token.matches(secret + "x")).isFalse();
        assertThat(token.matches("")).isFalse();
        assertThat(Files.list(directory)).containsExactly(token.file());
    }

    @Test
    void makesAnotherTokenEachTime() throws Exception {
        // given
        String first = Files.readString(AccessToken.open(directory.resolve("one"), false).file());

        // when
        String second = Files.readString(AccessToken.open(directory.resolve("two"), false).file());

        // then
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void takesItsOwnFileAway() throws Exception {
        // given
        AccessToken token = AccessToken.open(directory.resolve("token"), false);

        // when
        token.discard();
        token.discard();

        // then
        assertThat(token.file()).doesNotExist();
    }

    @Test
    void usesAndKeepsTheFileOfTheOperator() throws Exception {
        // given
        Path file = file(SECRET + "\n", "rw-------");

        // when
        AccessToken token = AccessToken.open(file, false);
        token.discard();

        // then
        assertThat(token.matches(SECRET)).isTrue();
        assertThat(file).hasContent(SECRET + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwxrwxrwx"})
    void rejectsAFileThatOthersCanUse(String mode) throws Exception {
        // given
        Path file = file(SECRET, mode);

        // then
        assertThatIOException()
                .isThrownBy(() -> AccessToken.open(file, false))
                .withMessageContaining("jolokia.tokenFile")
                .withMessageContaining(file.toString())
                .withMessageContaining("chmod 600")
                .withMessageNotContaining(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "short", "0123456789 abcdef", "0123456789abcdef\nmore"})
    void rejectsAFileThatHoldsNoToken(String content) throws Exception {
        // given
        Path file = file(content, "rw-------");

        // then
        assertThatIOException()
                .isThrownBy(() -> AccessToken.open(file, false))
                .withMessageContaining("holds no token");
        assertThat(file).exists();
    }

    @Test
    void rejectsADirectory() throws Exception {
        // given
        Path file = Files.createDirectory(directory.resolve("token"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));

        // then
        assertThatIOException()
                .isThrownBy(() -> AccessToken.open(file, false))
                .withMessageContaining("is not a file");
    }

    @Test
    void saysWhichOptionNamesAPlaceThatCannotBeWritten() {
        // given
        Path file = directory.resolve("missing").resolve("token");

        // then
        assertThatIOException()
                .isThrownBy(() -> AccessToken.open(file, false))
                .withMessageContaining("jolokia.tokenFile")
                .withMessageContaining("cannot be written");
    }

    @Test
    void replacesWhatAnEarlierProcessLeftInTheDefaultPlace() throws Exception {
        // given
        Files.writeString(USUAL, SECRET);

        // when
        AccessToken token = AccessToken.open(null, false);

        // then
        assertThat(token.file()).isEqualTo(USUAL);
        assertThat(token.matches(SECRET)).isFalse();
        token.discard();
        assertThat(USUAL).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"link", "directory", "another user's"})
    void leavesAloneWhatIsNotItsOwnInTheDefaultPlace(String what) throws Exception {
        // given
        Path foreign = file(SECRET, "rw-------");
        switch (what) {
            case "link":
                Files.createSymbolicLink(USUAL, foreign);
                break;
            case "directory":
                Files.createDirectory(USUAL);
                break;
            default:
                assumeTrue("root".equals(System.getProperty("user.name")), "only root can");
                Files.writeString(USUAL, SECRET);
                Files.setAttribute(USUAL, "unix:uid", 65534);
        }

        try {
            // when
            AccessToken token = AccessToken.open(null, false);

            // then
            assertThat(token.file()).hasParent(USUAL.getParent()).isNotEqualTo(USUAL).exists();
            assertThat(token.file().getFileName().toString())
                    .matches("ckptctl-" + ProcessHandle.current().pid() + "-.*\\.token");
            assertThat(token.matches(SECRET)).isFalse();
            token.discard();
            assertThat(token.file()).doesNotExist();
            assertThat(Files.exists(USUAL, LinkOption.NOFOLLOW_LINKS)).isTrue();
            assertThat(foreign).hasContent(SECRET);
        } finally {
            Files.delete(USUAL);
        }
    }

    @Test
    void keepsTheTokensOfTwoThatLiveApart() throws Exception {
        // when
        AccessToken first = AccessToken.open(null, false);
        AccessToken second = AccessToken.open(null, false);

        // then
        assertThat(second.file()).isNotEqualTo(first.file());
        assertThat(first.matches(Files.readString(first.file()).trim())).isTrue();
        assertThat(second.matches(Files.readString(second.file()).trim())).isTrue();

        // when
        first.discard();

        // then
        assertThat(first.file()).doesNotExist();
        assertThat(second.file()).exists();
        second.discard();
        assertThat(second.file()).doesNotExist();
    }

    @Test
    void leavesTheTokenOfALivingProcessOfTheSameNumberAlone() throws Exception {
        try (TokenHolder other = TokenHolder.of(USUAL)) {
            // when
            AccessToken token = AccessToken.open(null, false);
            token.discard();

            // then
            assertThat(token.file()).isNotEqualTo(USUAL).doesNotExist();
            assertThat(USUAL).hasContent(TokenHolder.SECRET);
        }

        // when: it is gone, and its file is not
        AccessToken token = AccessToken.open(null, false);

        // then
        assertThat(token.file()).isEqualTo(USUAL);
        token.discard();
    }

    @Test
    void sharesANamedFileAndTakesNone() throws Exception {
        // given
        Path named = directory.resolve("token");
        AccessToken maker = AccessToken.open(named, false);
        String secret = Files.readString(named).trim();
        try (TokenHolder other = TokenHolder.of(named)) {
            // when
            maker.discard();

            // then
            assertThat(named).hasContent(secret);
        }
        AccessToken next = AccessToken.open(named, false);
        assertThat(next.matches(secret)).isTrue();
        next.discard();
        assertThat(named).exists();
    }

    @Test
    void removesNothingThatAnotherHasPutInItsPlace() throws Exception {
        // given
        AccessToken token = AccessToken.open(directory.resolve("token"), false);
        Files.delete(token.file());
        file(SECRET, "rw-------");

        // when
        token.discard();

        // then
        assertThat(token.file()).hasContent(SECRET);
    }

    private Path file(String content, String mode) throws IOException {
        Path file = Files.writeString(directory.resolve("token"), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
