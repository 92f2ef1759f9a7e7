// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The last lines of a log, for messages; the frames of stack traces are omitted. */
final class LogTail {

    private static final int LINES = 60;
    private static final String FRAME = "\tat ";

    private LogTail() {}

    /** Returns the last lines of a file under a heading, or why they cannot be read. */
    static String of(Path file) {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            List<String> lines = text.lines().filter(line -> !line.startsWith(FRAME)).toList();
            List<String> last = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
            return "--- " + file + "\n" + String.join("\n", last);
        } catch (IOException e) {
            return "--- " + file + " cannot be read: " + e;
        }
    }
}
