// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.show;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Rows of texts below a head, in columns that fit their content.
 *
 * <p>Each cell is one line, and all but the last of a row are cut if they are very long.
 */
public final class Table {

    private static final String GAP = "  ";
    private static final int WIDEST = 60;

    private final List<List<String>> rows = new ArrayList<>();

    /** Creates a table with a head, or without one if there are no names. */
    public Table(String... head) {
        if (head.length > 0) {
            rows.add(List.of(head));
        }
    }

    /** Adds a row. */
    public Table row(String... cells) {
        List<String> row = new ArrayList<>();
        for (int i = 0; i < cells.length; i++) {
            row.add(
                    i < cells.length - 1
                            ? ScreenText.cut(cells[i], WIDEST)
                            : ScreenText.line(cells[i]));
        }
        rows.add(row);
        return this;
    }

    /** Returns the lines. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(i == 0 ? "" : GAP).append(row.get(i));
                if (i < row.size() - 1) {
                    int missing = width(i) - ScreenText.width(row.get(i));
                    line.append(String.join("", Collections.nCopies(missing, " ")));
                }
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> row.size() > column)
                .mapToInt(row -> ScreenText.width(row.get(column)))
                .max()
                .orElse(0);
    }
}
