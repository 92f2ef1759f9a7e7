// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.rest;

import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Test of what the console can do: every operation of a job's bean is behind one of its actions, or
 * the page calls it where it shows the result.
 */
class ConsoleActionsTest {

    private static final Pattern ACTION = Pattern.compile("^ {2}(\\w+): \\{$", Pattern.MULTILINE);

    private static final Pattern OPERATIONS =
            Pattern.compile(
                    "^ {2}(\\w+): \\{\\n {4}operations: \\[([^]]+)],\\n {4}label: .+\\n"
                            + " {4}title: .+\\n {4}sentence: '.+\\.',\\n",
                    Pattern.MULTILINE);

    /** Operations without an action, with the file that calls them and the end of the path. */
    private static final Map<String, List<String>> WITHOUT_ACTION =
            Map.of(
                    // the form has fields, a forecast and a question of its own
                    "updateSettings", List.of("settings.js", "'configuration'"),
                    "forecastSettings", List.of("settings.js", "'forecast'"),
                    // shown all the time
                    "describeCheckpoint", List.of("flight.js", "`details/${id}`"),
                    "diagnose", List.of("job.js", "'diagnosis'"),
                    // asked when the page opens, and by a button of its section
                    "safeToKill", List.of("job.js", "'safe-to-kill'"));

    @Test
    void coverEveryOperationOfTheBean() throws Exception {
        // given
        List<String> expected =
                Arrays.stream(CheckpointCoordinatorMXBean.class.getMethods())
                        .map(Method::getName)
                        .filter(name -> !name.matches("(get|is|set)[A-Z].*"))
                        .collect(Collectors.toList());

        // when
        String actions = file("actions.js");
        actions = actions.substring(actions.indexOf("export const ACTIONS"));
        List<String> found = new ArrayList<>(WITHOUT_ACTION.keySet());
        long described = 0;
        Matcher action = OPERATIONS.matcher(actions);
        while (action.find()) {
            described++;
            for (String operation : action.group(2).split(", ")) {
                found.add(operation.replace("'", ""));
            }
        }

        // then
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(described)
                .as("actions with operations, label, title and a sentence")
                .isEqualTo(ACTION.matcher(actions).results().count());
        for (Map.Entry<String, List<String>> without : WITHOUT_ACTION.entrySet()) {
            assertThat(file(without.getValue().get(0)))
                    .as(without.getKey())
                    .contains("jobPath(")
                    .contains(without.getValue().get(1));
        }
    }

    private static String file(String name) throws IOException {
        try (InputStream file =
                ConsoleFiles.class.getResourceAsStream("/io/github/ckptctl/console/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
