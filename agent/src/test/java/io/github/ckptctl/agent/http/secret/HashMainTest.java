// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.secret;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class HashMainTest {

    @TempDir Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void makesALineThatLetsTheUserIn() throws Exception {
        // when
        int code = run("grüße an alle\nmore", "hash-password", "ada", "Admin");

        // then
        assertThat(code).isZero();
        assertThat(out.toString())
                .startsWith("ada:admin:pbkdf2-sha256$600000$")
                .doesNotContain("alle");
        Path file = directory.resolve("users");
        Files.createFile(file, SecretFile.OWNER_ONLY);
        Files.writeString(file, out.toString());
        Users users = Users.read(SecretFile.of("jolokia.usersFile", file, false));
        assertThat(users.withPassword("ada", "grüße an alle")).isNotNull();
    }

    @Test
    void makesALineOfAToken() {
        // when
        int code = run("0123456789abcdef0123456789abcdef\n", "hash-token", "ci", "operator");

        // then
        assertThat(code).isZero();
        assertThat(out.toString())
                .matches("ci:operator:token-sha256\\$[A-Za-z0-9_-]{43}\\R")
                .doesNotContain("0123");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hash-password",
                "hash-password ada",
                "hash-password ada admin secret-in-an-argument",
                "hash-sum ada admin",
                "hash-password ada root",
                "hash-password token admin",
                "hash-token a:b admin"
            })
    void doesNothingThatItWasNotAskedFor(String arguments) {
        // when
        int code = run("0123456789abcdef0123456789abcdef", arguments.split(" "));

        // then
        assertThat(code).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).isNotEmpty().doesNotContain("secret-in-an-argument");
    }

    @Test
    void rejectsSecretsThatAreTooShortOrCannotBeTyped() {
        assertThat(run("1234567", "hash-password", "ada", "admin")).isEqualTo(2);
        assertThat(run("", "hash-password", "ada", "admin")).isEqualTo(2);
        assertThat(run("12345678\0", "hash-password", "ada", "admin")).isEqualTo(2);
        assertThat(run("0123456789abcdef0123456789abcde", "hash-token", "ci", "admin"))
                .isEqualTo(2);
        assertThat(run("0123456789abcdef 0123456789abcdef", "hash-token", "ci", "admin"))
                .isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void rejectsASecretThatCouldNotBeDecoded() {
        // when
        byte[] latin = "grüße an alle".getBytes(StandardCharsets.ISO_8859_1);
        int code = run(latin, "hash-password", "ada", "admin");

        // then
        assertThat(code).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("UTF-8", "nothing was made").doesNotContain("alle");
    }

    private int run(String typed, String... arguments) {
        return run(typed.getBytes(StandardCharsets.UTF_8), arguments);
    }

    private int run(byte[] bytes, String... arguments) {
        return HashMain.run(
                arguments,
                () -> HashMain.firstLine(new ByteArrayInputStream(bytes)),
                new PrintStream(out, true),
                new PrintStream(err, true));
    }
}
