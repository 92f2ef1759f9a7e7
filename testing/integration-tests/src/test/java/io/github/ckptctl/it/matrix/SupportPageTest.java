// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.matrix;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SupportPageTest {

    private static final String MARKED =
            "before\n"
                    + "<!-- from here to the end mark: written by testing/integration-tests/matrix -->\n"
                    + "%s<!-- end mark -->\nafter\n";

    @Test
    void saysWhatFollowsFromTheResultsAndNothingElse() throws Exception {
        Matrix matrix = new Matrix(Path.of("../.."));
        assertThat(Files.readString(matrix.page()))
                .as("to write the tables again: ./testing/integration-tests/matrix --tables")
                .isEqualTo(matrix.expectedPage());
    }

    @Test
    void replacesWhatIsBetweenTheMarksOnly() {
        String once = SupportPage.replace(MARKED.formatted(""), "a table\n");
        assertThat(once).isEqualTo(MARKED.formatted("\na table\n\n"));
        assertThat(SupportPage.replace(once, "a table\n")).isEqualTo(once);
    }

    @Test
    void rejectsAPageWithoutMarks() {
        assertThatThrownBy(() -> SupportPage.replace("before\nafter\n", "a table\n"))
                .hasMessageContaining("has no marks");
    }
}
