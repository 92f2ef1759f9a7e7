// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flinktests;

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

    private static final String CLASS = "[engine:junit-jupiter]/[class:a.package.ATest]";

    @TempDir Path directory;

    @Test
    void replacesTheBlockAndNothingElse() throws Exception {
        // given
        Path document = directory.resolve("table.md");
        Files.writeString(
                document,
                "before\n<!-- written by flink-tests/run -->\nold\n"
                        + "<!-- end of what flink-tests/run writes -->\nafter\n");
        Result passed = new Result(CLASS + "/[method:passes()]", true, "SUCCESSFUL");
        Result failed = new Result(CLASS + "/[method:fails()]", true, "FAILED");
        Results results = new Results(List.of(passed, failed));

        // when
        Table.write(
                document,
                List.of(new Verdict("2.3.0", "a.package", results, results, 7, 0, List.of())));

        // then
        assertThat(document)
                .hasContent(
                        "before\n<!-- written by flink-tests/run -->\n"
                                + "| Flink | package | tests | pass without the agent |"
                                + " pass with it | different | flaky | calls of hooks |"
                                + " hook errors |\n"
                                + "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
                                + "| 2.3.0 | `a.package` | 2 | 1 | 1 | 0 | 0 | 7 | 0 |\n"
                                + "\n- Flink 2.3.0: fails without the agent too:"
                                + " a.package.ATest fails()\n"
                                + "<!-- end of what flink-tests/run writes -->\nafter\n");
    }

    @Test
    void leavesADocumentWithoutSuchABlockAlone() throws Exception {
        // given
        Path document = directory.resolve("other.md");
        Files.writeString(document, "before\nafter\n");

        // then
        assertThatThrownBy(() -> Table.write(document, List.of())).isInstanceOf(IOException.class);
        assertThat(document).hasContent("before\nafter\n");
    }
}
