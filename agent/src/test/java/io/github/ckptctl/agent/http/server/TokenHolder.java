// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.server;

import io.github.ckptctl.agent.http.secret.TokenFile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Another process that uses a token's file, and is killed when this is closed. */
public final class TokenHolder implements AutoCloseable {

    public static final String SECRET = "fedcba9876543210";

    private final Process process;

    private TokenHolder(Process process) {
        this.process = process;
    }

    /** Creates the file, or shares it if it exists. */
    public static TokenHolder of(Path file) throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                TokenHolder.class.getName(),
                                file.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        BufferedReader said =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        if (!"held".equals(said.readLine())) {
            process.destroyForcibly();
            throw new IOException("the other process does not hold " + file);
        }
        return new TokenHolder(process);
    }

    /** Holds the file until this process is killed, or its parent ends. */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        TokenFile held = Files.exists(file) ? TokenFile.share(file) : TokenFile.make(file, SECRET);
        System.out.println("held");
        while (System.in.read() >= 0) {
            // ignore the input
        }
        held.close();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
