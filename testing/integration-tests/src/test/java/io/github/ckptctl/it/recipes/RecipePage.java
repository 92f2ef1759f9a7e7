// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.recipes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The shell commands of a page, by heading, and a record of those that have been taken to be run.
 */
final class RecipePage {

    private static final String FENCE = "```";
    private static final String OR = "\n# or\n";

    private final Map<String, List<List<String>>> steps = new LinkedHashMap<>();
    private final Set<String> left = new LinkedHashSet<>();

    private RecipePage() {}

    /**
     * Reads a page.
     *
     * @param chapter the heading of the second level below which all commands have to be run
     */
    static RecipePage read(Path file, String chapter) {
        RecipePage page = new RecipePage();
        try {
            page.parse(Files.readAllLines(file), "## " + chapter);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return page;
    }

    /** Returns one variant of one step below a heading and marks it as taken; both count from 1. */
    String take(String heading, int step, int way) {
        assertThat(steps).containsKey(heading);
        List<List<String>> below = steps.get(heading);
        assertThat(below).as(heading).hasSizeGreaterThanOrEqualTo(step);
        assertThat(below.get(step - 1)).as(name(heading, step, 0)).hasSizeGreaterThanOrEqualTo(way);
        left.remove(name(heading, step, way));
        return below.get(step - 1).get(way - 1);
    }

    /** Returns the commands of the chapter that have not been taken. */
    Set<String> left() {
        return left;
    }

    private void parse(List<String> lines, String chapter) {
        String heading = "";
        boolean inChapter = false;
        List<String> code = null;
        int indentation = 0;
        for (String line : lines) {
            int fence = line.indexOf(FENCE);
            if (code != null && fence >= 0) {
                add(heading, String.join("\n", code), inChapter);
                code = null;
            } else if (code != null) {
                code.add(line.substring(Math.min(indentation, line.length())));
            } else if (line.endsWith(FENCE + "bash")) {
                code = new ArrayList<>();
                indentation = fence;
            } else if (line.startsWith("#")) {
                inChapter = line.startsWith("## ") ? line.equals(chapter) : inChapter;
                heading = line.replaceFirst("^#+ ", "");
            }
        }
    }

    private void add(String heading, String code, boolean inChapter) {
        List<List<String>> below = steps.computeIfAbsent(heading, h -> new ArrayList<>());
        below.add(List.of(code.split(OR)));
        for (int way = 1; inChapter && way <= below.get(below.size() - 1).size(); way++) {
            left.add(name(heading, below.size(), way));
        }
    }

    private static String name(String heading, int step, int way) {
        return heading + ", step " + step + (way > 0 ? ", way " + way : "");
    }
}
