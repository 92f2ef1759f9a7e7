// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.flinkhome;

import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;
import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Text of a Flink configuration, with operations to insert or remove the agent's option. The rest
 * of the text does not change, and an insertion can be undone to the byte.
 *
 * <p>Supports both forms: {@code config.yaml}, nested, dotted, or mixed, and the lines of {@code
 * flink-conf.yaml}, which are the dotted form. If the key exists, its value is extended, otherwise
 * a line is appended; Flink accepts a dotted key beside nested ones.
 */
public final class ConfigurationText {

    private static final String KEY = "env.java.opts.jobmanager";
    private static final List<String> ALL_PROCESSES = List.of("env.java.opts.all", "env.java.opts");
    private static final List<String> KEYS = List.of("env.java.opts.all", "env.java.opts", KEY);
    private static final String MARK = "# added by 'ckptctl install'";
    private static final Pattern ENTRY =
            Pattern.compile("^( *)([A-Za-z0-9_.\"'-]+)\\s*:(?=\\s|$)(.*)$");
    private final String text;
    private final Predicate<String> isAgent;

    /**
     * Creates the value from the text of the file.
     *
     * @param isAgent whether the jar of a path is the agent's
     */
    public ConfigurationText(String text, Predicate<String> isAgent) {
        this.text = text;
        this.isAgent = isAgent;
    }

    /**
     * Returns the jars that a JobManager's options name, the agent's and others, in their order.
     */
    public List<String> jars() {
        List<String> jars = new ArrayList<>();
        for (String key : KEYS) {
            Span value = findOrNone(key);
            if (value != null) {
                AgentOptionText.in(value.of(text)).forEach(option -> jars.add(option.path()));
            }
        }
        return jars;
    }

    /** Returns the jar that the agent's option names, empty if there is none. */
    public Optional<String> jar() {
        Span value = find(KEY);
        return value == null
                ? Optional.empty()
                : ours(value.of(text)).stream().map(AgentOptionText::path).findFirst();
    }

    private List<AgentOptionText> ours(String options) {
        return AgentOptionText.in(options).stream()
                .filter(option -> isAgent.test(option.path()))
                .collect(Collectors.toList());
    }

    /**
     * Returns the text with the option, which replaces an older one of the agent.
     *
     * @throws CliException if the agent is in the options of all processes too, or if the value is
     *     in a form that is not changed
     */
    public String with(String option) {
        for (String key : ALL_PROCESSES) {
            Span value = findOrNone(key);
            if (value != null && !ours(value.of(text)).isEmpty()) {
                throw new CliException(
                        ExitCode.FAILED,
                        "the agent is in "
                                + key
                                + ", which counts for the JobManager too. Take it out there, as it"
                                + " does nothing in other processes; nothing was done");
            }
        }
        Span value = find(KEY);
        if (value == null) {
            return appended(option);
        }
        String before = value.of(text);
        List<AgentOptionText> there = ours(before);
        return value.replacedIn(
                text,
                there.isEmpty()
                        ? before + " " + option
                        : without(before, there.subList(1, there.size()), there.get(0), option));
    }

    /**
     * Returns options without some of the agent's, and with another one in the place of the first.
     */
    private static String without(
            String options,
            List<AgentOptionText> out,
            @Nullable AgentOptionText replaced,
            String replacement) {
        StringBuilder left = new StringBuilder(options);
        for (int i = out.size() - 1; i >= 0; i--) {
            int start = out.get(i).start();
            boolean hasBlank = start > 0 && left.charAt(start - 1) == ' ';
            left.delete(hasBlank ? start - 1 : start, out.get(i).end());
        }
        if (replaced != null) {
            left.replace(replaced.start(), replaced.end(), replacement);
        }
        return left.toString();
    }

    /** Returns the text without the option. */
    public String without() {
        Span value = find(KEY);
        if (value == null) {
            return text;
        }
        // includes the blank before it, which was inserted with it
        int start = value.start > 0 && text.charAt(value.start - 1) == ' ' ? 1 : 0;
        Span wide = new Span(value.start - start, value.end);
        String options = wide.of(text);
        String after = without(options, ours(options), null, "");
        String left = wide.replacedIn(text, after);
        return after.isBlank() && !left.equals(text) ? withoutOurLine(left) : left;
    }

    private String appended(String option) {
        String end = text.contains("\r\n") ? "\r\n" : "\n";
        String lines = MARK + end + KEY + ": " + option;
        // if the text's last line has no end, neither has ours, so that the text can be restored
        return text.isEmpty() || text.endsWith("\n") ? text + lines + end : text + end + lines;
    }

    private static String withoutOurLine(String text) {
        String line = Pattern.quote(MARK) + "\r?\n" + Pattern.quote(KEY) + ":[ \t]*";
        String last = Pattern.compile("\r?\n" + line + "$").matcher(text).replaceFirst("");
        return last.equals(text)
                ? Pattern.compile("(?m)^" + line + "\r?\n").matcher(text).replaceFirst("")
                : last;
    }

    /** Finds a value that is only read; null also if it is in a form that is not supported. */
    private @Nullable Span findOrNone(String key) {
        try {
            return find(key);
        } catch (CliException e) {
            return null;
        }
    }

    /** Finds the value: the text between the quotes, or the plain text; null without the key. */
    private @Nullable Span find(String key) {
        Deque<Level> levels = new ArrayDeque<>();
        Span found = null;
        int foundIndent = -1;
        int blockIndent = -1;
        for (Span line : lines()) {
            String content = line.of(text);
            int indent = content.length() - content.stripLeading().length();
            if (content.isBlank() || content.stripLeading().startsWith("#")) {
                continue;
            }
            if (found != null && foundIndent >= 0) {
                if (indent > foundIndent) {
                    throw tooHard();
                }
                foundIndent = -1;
            }
            if (blockIndent >= 0 && indent > blockIndent) {
                continue;
            }
            blockIndent = -1;
            Matcher entry = ENTRY.matcher(content);
            if (!entry.matches()) {
                continue;
            }
            while (!levels.isEmpty() && levels.getLast().indent >= indent) {
                levels.removeLast();
            }
            levels.addLast(new Level(indent, entry.group(2).replaceAll("[\"']", "")));
            if (path(levels).equals(key)) {
                found = value(line.start + entry.start(3), entry.group(3));
                foundIndent = indent;
            } else if (entry.group(3).trim().matches("[|>].*")) {
                blockIndent = indent;
            }
        }
        return found;
    }

    private static String path(Deque<Level> levels) {
        List<String> keys = new ArrayList<>();
        levels.forEach(level -> keys.add(level.key));
        return String.join(".", keys);
    }

    private static Span value(int start, String rest) {
        String value = rest.stripLeading();
        int from = start + rest.length() - value.length();
        if (value.startsWith("\"") || value.startsWith("'")) {
            int end = value.indexOf(value.charAt(0), 1);
            String after = end < 0 ? "" : value.substring(end + 1).trim();
            if (end < 0 || value.contains("\\") || !(after.isEmpty() || after.startsWith("#"))) {
                throw tooHard();
            }
            return new Span(from + 1, from + end);
        }
        if (value.matches("[|>&*!\\[{].*")) {
            throw tooHard();
        }
        Matcher comment = Pattern.compile("(^|\\s)#").matcher(value);
        String plain =
                (comment.find() ? value.substring(0, comment.start()) : value).stripTrailing();
        return plain.isEmpty() ? new Span(start, start) : new Span(from, from + plain.length());
    }

    private static CliException tooHard() {
        return new CliException(
                ExitCode.FAILED,
                KEY
                        + " is there in a form that is not changed by itself (several lines, an anchor or"
                        + " an escape). Add the option -javaagent:JAR to it by hand. Nothing done.");
    }

    private List<Span> lines() {
        List<Span> lines = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            int next = end < 0 ? text.length() : end + 1;
            int stop = end < 0 ? text.length() : end;
            if (stop > start && text.charAt(stop - 1) == '\r') {
                stop--;
            }
            lines.add(new Span(start, stop));
            start = next;
        }
        return lines;
    }

    private static final class Level {
        private final int indent;
        private final String key;

        Level(int indent, String key) {
            this.indent = indent;
            this.key = key;
        }
    }

    private static final class Span {
        private final int start;
        private final int end;

        Span(int start, int end) {
            this.start = start;
            this.end = end;
        }

        String of(String text) {
            return text.substring(start, end);
        }

        String replacedIn(String text, String replacement) {
            return text.substring(0, start) + replacement + text.substring(end);
        }
    }
}
