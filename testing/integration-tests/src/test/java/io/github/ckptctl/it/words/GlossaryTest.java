// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.words;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Comments and messages of what is shipped, the documentation and the names of tests do without the
 * words that CONTRIBUTING.md replaces by others.
 */
class GlossaryTest {

    private static final Path PROJECT = Path.of("../..");

    private static final Pattern REPLACED =
            Pattern.compile(
                    "\\b(hears|whoever|somebody|nobody|anew|ledger|turn(s|ed)? away|sees? to it)\\b",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern COMMENT_OR_LITERAL =
            Pattern.compile(
                    "//[^\n]*|/\\*.*?\\*/"
                            + "|\"\"\".*?\"\"\"|\"(\\\\.|[^\"\\\\\n])*\"|'(\\\\.|[^'\\\\\n])+'",
                    Pattern.DOTALL);

    /** In Markdown and in Javadoc what is quoted from the program. */
    private static final Pattern QUOTED =
            Pattern.compile("```.*?```|`[^`]*`|\\{@code[^}]*}", Pattern.DOTALL);

    /** Declaration of a method without result. */
    private static final Pattern TEST = Pattern.compile("\\bvoid (?<name>[a-z]\\w*)\\(");

    @Test
    void isKeptByCommentsAndMessages() throws IOException {
        // when: a literal without a blank is a name, not a message
        List<String> found = new ArrayList<>();
        for (Path file : files("main", ".java")) {
            Matcher parts = COMMENT_OR_LITERAL.matcher(Files.readString(file));
            while (parts.find()) {
                if (parts.group().contains(" ")) {
                    found.addAll(replacedIn(file, parts.group()));
                }
            }
        }

        // then
        assertThat(found).isEmpty();
    }

    @Test
    void isKeptByTheNamesOfTests() throws IOException {
        // when
        List<String> found = new ArrayList<>();
        for (Path file : files("src/test", ".java")) {
            Matcher names = TEST.matcher(Files.readString(file));
            while (names.find()) {
                found.addAll(replacedIn(file, words(names.group("name"))));
            }
        }

        // then
        assertThat(found).isEmpty();
    }

    @Test
    void isKeptByTheDocumentation() throws IOException {
        // given: records of decisions stay as they were written; the glossary names the words
        List<String> found = new ArrayList<>();
        for (Path file : files("", ".md")) {
            String text = Files.readString(file);
            if (file.endsWith("CONTRIBUTING.md")) {
                text = text.replaceAll("(?s)## Words.*?(?=\n## )", "");
            }
            if (!file.toString().contains("decisions")) {
                found.addAll(replacedIn(file, text));
            }
        }

        // then
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "the gate hears of it | 1",
                "Nobody waits, and whoever asks is turned away | 3",
                "prints `nobody`, and {@code anew} | 0",
                "it shears through, and is renewed | 0"
            })
    void findsWhatIsToBeReplaced(String text, int count) {
        assertThat(replacedIn(Path.of("x"), text)).hasSize(count);
    }

    private static String words(String name) {
        return name.replaceAll("(?=[A-Z])", " ");
    }

    private static List<String> replacedIn(Path file, String text) {
        String plain = QUOTED.matcher(text).replaceAll("");
        return plain.lines()
                .flatMap(line -> REPLACED.matcher(line).results().map(word -> line.trim()))
                .map(line -> file + ": " + line)
                .collect(Collectors.toList());
    }

    private static List<Path> files(String part, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(PROJECT)) {
            List<Path> files =
                    all.filter(file -> file.toString().endsWith(ending))
                            .filter(file -> file.toString().contains(part))
                            .filter(file -> !file.toString().matches(".*/(target|node_modules)/.*"))
                            .collect(Collectors.toList());
            assertThat(files).hasSizeGreaterThan(20);
            return files;
        }
    }
}
