// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.rest;

import io.github.ckptctl.control.model.Setting;
import org.junit.jupiter.api.Test;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** Test of the settings that the console can change: those that the routes can. */
class ConsoleFieldsTest {

    private static final Pattern FIELD =
            Pattern.compile(
                    "^ {2}([A-Z][A-Za-z]+): \\{\\s*field: '([A-Za-z]+)'", Pattern.MULTILINE);

    @Test
    void areThoseOfTheRoutes() throws Exception {
        // given
        Map<String, String> expected = new LinkedHashMap<>();
        for (Map.Entry<String, Setting> field : SettingsJson.settings().entrySet()) {
            expected.put(field.getValue().attribute(), field.getKey());
        }

        // when
        Map<String, String> found = new LinkedHashMap<>();
        try (InputStream file =
                ConsoleFiles.class.getResourceAsStream("/io/github/ckptctl/console/fields.js")) {
            Matcher line = FIELD.matcher(new String(file.readAllBytes(), StandardCharsets.UTF_8));
            while (line.find()) {
                found.put(line.group(1), line.group(2));
            }
        }

        // then
        assertThat(found).containsExactlyEntriesOf(expected);
    }
}
