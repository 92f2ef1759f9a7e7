// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flinktests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The verdicts as the table of a Markdown document, a row for each line and package.
 *
 * <p>Rows of packages that were not run stay as they are.
 */
final class Table {

    private static final String BEGIN = "<!-- written by testing/flink-tests/run -->\n";
    private static final String END = "<!-- end of what testing/flink-tests/run writes -->\n";
    private static final String HEAD =
            "| Flink | package | tests | pass without the agent | pass with it | different | flaky"
                    + " | calls of hooks | hook errors | remarks |\n"
                    + "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n";

    private Table() {}

    /**
     * Replaces the row of a line and a package in a document's table, or adds it.
     *
     * @throws IOException if it cannot be read or written, or has no place for the table
     */
    static void write(Path document, Verdict verdict) throws IOException {
        String text = Files.readString(document);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(document + " has no lines " + BEGIN + "and " + END);
        }
        begin += BEGIN.length();
        TreeMap<String, String> rows = new TreeMap<>();
        text.substring(begin, end)
                .lines()
                .filter(line -> !HEAD.contains(line))
                .forEach(line -> rows.put(key(line), line));
        String row = row(verdict);
        rows.put(key(row), row);
        String table = rows.values().stream().collect(Collectors.joining("\n", HEAD, "\n"));
        Files.writeString(document, text.substring(0, begin) + table + text.substring(end));
    }

    /** Returns the line and the package of a row. */
    private static String key(String row) {
        return List.of(row.split("\\|")).subList(1, 3).toString();
    }

    private static String row(Verdict verdict) {
        return String.format(
                "| %s | `%s` | %d | %d | %d | %d | %d | %d | %d | %s |",
                verdict.version(),
                verdict.packageName(),
                verdict.without().tests(),
                verdict.without().passed(),
                verdict.with().passed(),
                verdict.different(),
                verdict.flaky(),
                verdict.hookCalls(),
                verdict.hookErrors(),
                String.join("<br>", verdict.notes()));
    }
}
