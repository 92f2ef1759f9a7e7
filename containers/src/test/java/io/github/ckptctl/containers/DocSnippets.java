// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.containers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The code blocks of the page about containers. */
final class DocSnippets {

    static final Path PAGE = Path.of("..", "docs", "containers.md");

    private static final Pattern OPTION = Pattern.compile("(?m)^ +-D([^=\\s]+)=(\\S+)");

    private DocSnippets() {}

    /** Returns the options that the page passes to Flink's native client, by key. */
    static Map<String, String> flinkOptions() throws IOException {
        Map<String, String> options = new LinkedHashMap<>();
        Matcher option = OPTION.matcher(Files.readString(PAGE));
        while (option.find()) {
            options.put(option.group(1), option.group(2));
        }
        return options;
    }
}
