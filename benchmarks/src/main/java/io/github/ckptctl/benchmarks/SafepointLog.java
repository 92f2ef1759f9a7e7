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
 * Pauses of all threads of a JVM, as the JVM itself logs them; JDK 17 and later.
 *
 * <p>A pause lasts from the request to stop until the last thread runs again, so it includes the
 * time to wait for a thread that does not stop at once. Delays of the JVM by the operating system
 * are not included.
 */
final class SafepointLog {

    /** {@code [1763725108123ms] Safepoint "G1CollectForAllocation", … Total: 1234 ns}. */
    private static final Pattern LINE =
            Pattern.compile("\\[(\\d+)ms\\] Safepoint \"(\\w+)\",.*\\bTotal:\\s*(\\d+) ns.*");

    private final Path file;

    SafepointLog(Path file) {
        this.file = file.toAbsolutePath();
    }

    /** Returns the JVM option that enables the log. */
    String jvmOption() {
        return "-Xlog:safepoint:file=" + file + ":timemillis:filecount=0";
    }

    /** Returns all pauses so far, oldest first. */
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
     * One pause of all threads.
     *
     * @param reason the JVM's name for the operation
     */
    record Pause(String reason, Instant end, Duration length) {}
}
