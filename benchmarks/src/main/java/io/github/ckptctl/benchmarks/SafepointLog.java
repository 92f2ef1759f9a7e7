// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What stopped all threads of a JVM, as the JVM itself tells it; JDK 17 and later.
 *
 * <p>Counts from the wish to stop to the last thread's going on, so that waiting for a thread that
 * does not stop at once is in it. What the operating system does to the JVM is not.
 */
final class SafepointLog {

    /** {@code [1763725108123ms] Safepoint "G1CollectForAllocation", … Total: 1234 ns}. */
    private static final Pattern LINE =
            Pattern.compile("\\[(\\d+)ms\\] Safepoint \"(\\w+)\",.*\\bTotal:\\s*(\\d+) ns.*");

    private final Path file;

    SafepointLog(Path file) {
        this.file = file.toAbsolutePath();
    }

    /** Returns what makes a JVM write it. */
    String jvmOption() {
        return "-Xlog:safepoint:file=" + file + ":timemillis:filecount=0";
    }

    /** Returns all pauses until now, oldest first. */
    List<Pause> pauses() throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(SafepointLog::parse).flatMap(Optional::stream).toList();
        }
    }

    static Optional<Pause> parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                new Pause(
                        matcher.group(2),
                        Instant.ofEpochMilli(Long.parseLong(matcher.group(1))),
                        Duration.ofNanos(Long.parseLong(matcher.group(3)))));
    }

    /**
     * One time that all threads stood still.
     *
     * @param reason the JVM's name of what it did meanwhile
     */
    record Pause(String reason, Instant end, Duration length) {}
}
