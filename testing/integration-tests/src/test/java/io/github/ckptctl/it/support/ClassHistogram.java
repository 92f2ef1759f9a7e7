// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The live objects of another JVM, after a full collection, counted by class. */
public record ClassHistogram(String text) {

    public static ClassHistogram of(long pid) {
        String command = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process process =
                    new ProcessBuilder(command, Long.toString(pid), "GC.class_histogram")
                            .redirectErrorStream(true)
                            .start();
            return new ClassHistogram(
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the number of instances of a class, excluding subclasses. */
    public int instances(String type) {
        // "  12:   345   6789  the.type.Name (module)"
        return text.lines()
                .map(line -> line.trim().split("\\s+"))
                .filter(columns -> columns.length >= 4 && columns[3].equals(type))
                .mapToInt(columns -> Integer.parseInt(columns[1]))
                .sum();
    }
}
