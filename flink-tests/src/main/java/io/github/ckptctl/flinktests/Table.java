// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flinktests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The verdicts as Markdown, in a block of a document that is written anew each time. */
final class Table {

    private static final String BEGIN = "<!-- written by flink-tests/run -->\n";
    private static final String END = "<!-- end of what flink-tests/run writes -->\n";
    private static final String HEAD =
            "| Flink | package | tests | pass without the agent | pass with it | different | flaky"
                    + " | calls of hooks | hook errors |\n"
                    + "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n";

    private Table() {}

    /**
     * Replaces the block of a document.
     *
     * @throws IOException if it cannot be read or written, or has no such block
     */
    static void write(Path document, List<Verdict> verdicts) throws IOException {
        String text = Files.readString(document);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(document + " has no block between " + BEGIN + "and " + END);
        }
        Files.writeString(
                document,
                text.substring(0, begin + BEGIN.length()) + of(verdicts) + text.substring(end));
    }

    private static String of(List<Verdict> verdicts) {
        String rows = verdicts.stream().map(Table::row).collect(Collectors.joining());
        String notes = verdicts.stream().flatMap(Table::notes).collect(Collectors.joining());
        return HEAD + rows + (notes.isEmpty() ? "" : "\n" + notes);
    }

    private static String row(Verdict verdict) {
        return String.format(
                "| %s | `%s` | %d | %d | %d | %d | %d | %d | %d |%n",
                verdict.version(),
                verdict.packageName(),
                verdict.without().tests(),
                verdict.without().passed(),
                verdict.with().passed(),
                verdict.different(),
                verdict.flaky(),
                verdict.hookCalls(),
                verdict.hookErrors());
    }

    private static Stream<String> notes(Verdict verdict) {
        return verdict.notes().stream()
                .map(note -> String.format("- Flink %s: %s%n", verdict.version(), note));
    }
}
