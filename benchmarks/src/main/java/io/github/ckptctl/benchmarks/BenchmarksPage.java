// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The page of all benchmarks. The text between two markers is generated from the figures of every
 * group that has some; the rest is written by hand.
 */
final class BenchmarksPage {

    private static final String START = "<!-- figures: written by ./benchmarks/run -->";
    private static final String END = "<!-- end of figures -->";

    private final Path page;
    private final Path results;
    private final Path images;
    private final List<Group> groups;

    /**
     * @param home the project's directory
     * @param groups all groups, in the page's order
     */
    BenchmarksPage(Path home, List<Group> groups) {
        this.page = home.resolve("docs/benchmarks.md");
        this.images = home.resolve("docs/images");
        this.results = home.resolve("benchmarks/results");
        this.groups = groups;
    }

    /** Persists the measurements of a group. */
    void keep(Group group, Figures figures) throws IOException {
        figures.write(file(group));
    }

    /** Rewrites the page and the images. */
    void write() throws IOException {
        Files.writeString(page, text());
        for (Chart chart : charts()) {
            Files.writeString(images.resolve(chart.name() + ".svg"), chart.svg());
        }
    }

    /** Returns the charts of the persisted figures. */
    List<Chart> charts() {
        return measured().stream()
                .flatMap(group -> group.charts(Figures.read(file(group))).stream())
                .toList();
    }

    /** Returns the page as it follows from the persisted figures. */
    String text() throws IOException {
        String present = Files.readString(page);
        int start = present.indexOf(START);
        int end = present.indexOf(END);
        if (start < 0 || end < start) {
            throw new IllegalStateException(page + " has no place for figures");
        }
        return present.substring(0, start + START.length())
                + "\n\n"
                + figures()
                + "\n\n"
                + present.substring(end);
    }

    private String figures() {
        Table table = new Table("what", "ratio", "goal", "", "measured", "against");
        List<String> parts = new ArrayList<>();
        parts.add(""); // the table, once all rows are known
        for (Group group : measured()) {
            Figures figures = Figures.read(file(group));
            List<Row> rows = group.rows(figures);
            rows.forEach(row -> table.row(cells(row)));
            parts.add("### " + group.title() + "\n\nMeasured on " + figures.measuredOn() + ".");
            parts.add(
                    String.join(
                            "\n",
                            rows.stream()
                                    .filter(row -> !row.reason().isEmpty())
                                    .map(BenchmarksPage::reason)
                                    .toList()));
            group.charts(figures).forEach(chart -> parts.add(image(chart)));
        }
        parts.set(0, table.toString());
        return String.join("\n\n", parts);
    }

    private static String[] cells(Row row) {
        return new String[] {
            row.what(),
            row.ratio().isEmpty() ? "" : "**" + row.ratio() + "**",
            row.goal(),
            row.isMet() ? "met" : "**missed**",
            row.measured(),
            row.compared().isEmpty() ? row.against() : row.against() + ": " + row.compared()
        };
    }

    private static String reason(Row row) {
        return "- **" + row.what() + ".** " + row.reason();
    }

    private static String image(Chart chart) {
        return "![" + chart.title() + "](images/" + chart.name() + ".svg)";
    }

    private List<Group> measured() {
        return groups.stream().filter(group -> Files.exists(file(group))).toList();
    }

    private Path file(Group group) {
        return results.resolve(group.name() + ".tsv");
    }
}
