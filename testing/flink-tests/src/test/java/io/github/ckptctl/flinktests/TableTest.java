// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flinktests;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is written into the document. */
class TableTest {

    private static final String BEFORE = "before\n<!-- written by testing/flink-tests/run -->\n";
    private static final String AFTER =
            "<!-- end of what testing/flink-tests/run writes -->\nafter\n";
    private static final String HEAD =
            "| Flink | package | tests | pass without the agent | pass with it | different | flaky"
                    + " | calls of hooks | hook errors | remarks |\n"
                    + "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n";

    @TempDir Path directory;
    private Path document;

    @BeforeEach
    void makeDocument() {
        document = directory.resolve("table.md");
    }

    @Test
    void hasARowForEachLineAndPackage() throws Exception {
        // given
        Files.writeString(document, BEFORE + AFTER);

        // when
        Table.write(document, verdict("2.3.0", 7));
        Table.write(document, verdict("1.20.5", 8));

        // then
        assertThat(Files.readString(document))
                .isEqualTo(
                        BEFORE
                                + HEAD
                                + "| 1.20.5 | `a.package` | 2 | 1 | 1 | 0 | 0 | 8 | 0"
                                + " | fails without the agent too: a.package.ATest fails() |\n"
                                + "| 2.3.0 | `a.package` | 2 | 1 | 1 | 0 | 0 | 7 | 0"
                                + " | fails without the agent too: a.package.ATest fails() |\n"
                                + AFTER);
    }

    @Test
    void replacesTheRowsOfWhatWasRunAlone() throws Exception {
        // given
        Files.writeString(document, BEFORE + AFTER);
        Table.write(document, verdict("2.3.0", 7));
        Table.write(document, verdict("1.20.5", 8));
        String before = Files.readString(document);

        // when
        Table.write(document, verdict("1.20.5", 9));

        // then
        assertThat(Files.readString(document))
                .isEqualTo(before.replace("| 8 | 0 | fails", "| 9 | 0 | fails"));
    }

    @Test
    void leavesADocumentWithoutAPlaceForItAlone() throws Exception {
        // given
        Files.writeString(document, "before\nafter\n");

        // then
        assertThatThrownBy(() -> Table.write(document, verdict("2.3.0", 7)))
                .isInstanceOf(IOException.class);
        assertThat(document).hasContent("before\nafter\n");
    }

    private static Verdict verdict(String version, long hookCalls) {
        String engine = "[engine:junit-jupiter]/[class:a.package.ATest]";
        Results results =
                new Results(
                        List.of(
                                new Result(engine + "/[method:passes()]", true, "SUCCESSFUL"),
                                new Result(engine + "/[method:fails()]", true, "FAILED")));
        return new Verdict(version, "a.package", results, results, hookCalls, 0, List.of());
    }
}
