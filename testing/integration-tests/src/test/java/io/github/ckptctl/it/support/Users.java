// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

import static org.assertj.core.api.Assertions.assertThat;

/** Files that an operator creates for users with passwords, and the headers of their logins. */
public final class Users {

    private Users() {}

    /** Writes a file for its owner alone. */
    public static Path secret(Path file, String text) throws IOException {
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** Runs the jar itself to create a line of the users file. */
    public static String line(Path password, String name, String role) {
        AgentProgram program = AgentProgram.reading(password, "hash-password", name, role);
        assertThat(program.exitCode()).as(program.output()).isZero();
        return program.output();
    }

    /** Returns the header with which a user logs in. */
    public static String login(String name, String password) {
        byte[] pair = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }
}
