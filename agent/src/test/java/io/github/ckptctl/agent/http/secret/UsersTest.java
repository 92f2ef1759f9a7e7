// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.secret;

import io.github.ckptctl.mbeans.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import javax.security.auth.x500.X500Principal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class UsersTest {

    private static final String SALT = "AAAAAAAAAAAAAAAAAAAAAA";
    private static final String HASH = "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB";
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @TempDir Path directory;

    @Test
    void knowsPasswordsTokensAndCertificates() throws Exception {
        // given
        Users users =
                read(
                        String.join(
                                "\n",
                                "# who may what",
                                "",
                                TestingHashes.password("ada", "admin", "correct horse"),
                                "  " + TestingHashes.token("ci", "operator", TOKEN) + "\r",
                                "ci:operator:certificate$CN=ci, O=Example",
                                "eve:Viewer:certificate$O=\"a:b\",CN=eve"));

        // then
        assertThat(users.withPassword("ada", "correct horse").role()).isEqualTo(Role.ADMIN);
        assertThat(users.withPassword("ada", "correct horsf")).isNull();
        assertThat(users.withPassword("ada", "")).isNull();
        assertThat(users.withPassword("eve", "correct horse")).isNull();
        assertThat(users.withPassword("nobody", "correct horse")).isNull();
        assertThat(users.withToken(TOKEN).name()).isEqualTo("ci");
        assertThat(users.withToken(TOKEN + "0")).isNull();
        assertThat(users.withToken("")).isNull();
        assertThat(users.withCertificate(new X500Principal("CN=CI,O=example")).name())
                .isEqualTo("ci");
        assertThat(users.withCertificate(new X500Principal("O=\"a:b\",CN=eve")).role())
                .isEqualTo(Role.VIEWER);
        assertThat(users.withCertificate(new X500Principal("CN=ci"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"quick", "slow", "ci", "nobody"})
    void spendsTheSameWorkOnEveryName(String name) throws Exception {
        // given
        Users users =
                read(
                        String.join(
                                "\n",
                                line("quick", 100_000),
                                line("slow", 250_000),
                                TestingHashes.token("ci", "operator", TOKEN)));
        AtomicInteger spent = new AtomicInteger();

        // when
        User found =
                users.withPassword(
                        name,
                        "correct horse",
                        (password, salt, iterations) -> {
                            spent.addAndGet(iterations);
                            return new byte[32];
                        });

        // then
        assertThat(found).isNull();
        assertThat(spent).hasValue(250_000);
    }

    private static String line(String name, int iterations) {
        return Users.line(
                name, "viewer", PasswordHash.of("correct horse".toCharArray(), iterations));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ada | not of the form name:role:hash",
                "ada:admin | not of the form name:role:hash",
                "ada:admin:secret | stands neither",
                "ada:root:certificate$CN=a | viewer, operator or admin",
                ":admin:certificate$CN=a | a name is",
                "a b:admin:certificate$CN=a | a name is",
                "-a:admin:certificate$CN=a | a name is",
                "token:admin:certificate$CN=a | is not token",
                "ada:admin:certificate$ | certificate",
                "ada:admin:certificate$nonsense | improperly specified",
                "ada:admin:token-sha256$ | has been cut",
                "ada:admin:token-sha256$!! | not Base64",
                "ada:admin:pbkdf2-sha256$1000$SALT$HASH | 1000 iterations",
                "ada:admin:pbkdf2-sha256$99999$SALT$HASH | 99999 iterations",
                "ada:admin:pbkdf2-sha256$10000001$SALT$HASH | 10000001 iterations",
                "ada:admin:pbkdf2-sha256$9999999999$SALT$HASH | not of the form",
                "ada:admin:pbkdf2-sha256$-1$SALT$HASH | not of the form",
                "ada:admin:pbkdf2-sha256$100000$SALT | not of the form",
                "ada:admin:pbkdf2-sha256$100000$$HASH | has been cut",
                "ada:admin:pbkdf2-sha256$100000$SALT$ | has been cut",
                "ada:admin:pbkdf2-sha256$100000$SALT$HASH!HASH | not Base64"
            })
    void rejectsALineAndSaysWhichWithoutItsHash(String line, String reason) throws Exception {
        // given
        String text = "\n" + line.replace("SALT", SALT).replace("HASH", HASH) + "\n";

        // then
        assertThatIOException()
                .isThrownBy(() -> read(text))
                .withMessageContaining("jolokia.usersFile")
                .withMessageContaining("line 2: ")
                .withMessageContaining(reason)
                .withMessageNotContaining(HASH);
    }

    @Test
    void rejectsWhatContradictsItself() {
        // given
        String ada = TestingHashes.password("ada", "admin", "correct horse");

        // then
        assertThatIOException()
                .isThrownBy(() -> read(ada + "\n" + ada))
                .withMessageContaining("line 2: ada has two passwords");
        assertThatIOException()
                .isThrownBy(() -> read(ada + "\nada:viewer:certificate$CN=ada"))
                .withMessageContaining("line 2: ada has two roles");
        assertThatIOException()
                .isThrownBy(() -> read("# nobody\n"))
                .withMessageContaining("names no user");
    }

    @Test
    void hashesTheSamePasswordDifferentlyEachTime() {
        // given
        String hash = PasswordHash.of("secret".toCharArray(), 100_000).toString();
        String other = PasswordHash.of("secret".toCharArray(), 100_000).toString();

        // then
        assertThat(other).isNotEqualTo(hash);
        assertThat(PasswordHash.parse(hash)).hasToString(hash);
        assertThat(
                        PasswordHash.parse(hash)
                                .matches("secret".toCharArray(), 0, PasswordHash::derived))
                .isTrue();
    }

    private Users read(String text) throws IOException {
        Path file = directory.resolve("users");
        Files.deleteIfExists(file);
        Files.createFile(file, SecretFile.OWNER_ONLY);
        Files.writeString(file, text);
        return Users.read(SecretFile.of("jolokia.usersFile", file, false));
    }
}
