// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flinktests;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Report of the agent in a test JVM at the end of the tests.
 *
 * @param flinkVersion the version of Flink that it found
 * @param capabilities number of its capabilities, and the names of the missing ones
 * @param calls number of calls of instrumented code that its handler has answered
 * @param callsByName the same by the names of the hooks
 * @param hookErrors number of errors that the hooks have caught
 * @param lastHookError the last of them
 */
record AgentReport(
        String flinkVersion,
        String capabilities,
        long calls,
        String callsByName,
        long hookErrors,
        String lastHookError) {

    /** Writes this report to a file. */
    void write(Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("flinkVersion", flinkVersion);
        properties.setProperty("capabilities", capabilities);
        properties.setProperty("calls", Long.toString(calls));
        properties.setProperty("callsByName", callsByName);
        properties.setProperty("hookErrors", Long.toString(hookErrors));
        properties.setProperty("lastHookError", lastHookError);
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            properties.store(writer, null);
        }
    }

    /** Reads a report from a file. */
    static AgentReport read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return new AgentReport(
                properties.getProperty("flinkVersion", ""),
                properties.getProperty("capabilities", ""),
                Long.parseLong(properties.getProperty("calls", "0")),
                properties.getProperty("callsByName", ""),
                Long.parseLong(properties.getProperty("hookErrors", "-1")),
                properties.getProperty("lastHookError", ""));
    }
}
