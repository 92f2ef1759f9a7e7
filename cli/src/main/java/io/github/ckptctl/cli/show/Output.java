// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.show;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where a command shows what it has: data on standard output, words on standard error.
 *
 * <p>JSON and YAML are UTF-8 whatever the locale, and hold every text exactly. Everything else is
 * for a terminal: what it shows passes {@link ScreenText}, line by line, and is in the locale's
 * charset, with escapes for what that has not got.
 */
public final class Output {

    private static final Gson JSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    private static final Gson LINE = new GsonBuilder().disableHtmlEscaping().create();

    /** How many columns of a message are shown, where it repeats what others have written. */
    private static final int MOST_SAID = 2000;

    private final Format format;
    private final PrintStream out;
    private final PrintStream err;
    private final Charset words;
    private final Style style;

    /**
     * Creates the output; colours are for the table only.
     *
     * @param words the charset of what is not JSON or YAML
     */
    public Output(
            Format format, OutputStream out, OutputStream err, Charset words, boolean colours) {
        this.format = format;
        this.out =
                new PrintStream(
                        out, false, format == Format.TABLE ? words : StandardCharsets.UTF_8);
        this.err = new PrintStream(err, false, words);
        this.words = words;
        this.style = new Style(colours && format == Format.TABLE);
    }

    /** Returns the output of this process. */
    public static Output ofProcess(Format format, boolean colours) {
        return new Output(format, System.out, System.err, ofLocale(), colours);
    }

    /** Returns the charset of the terminal or the locale; a property may say another default. */
    private static Charset ofLocale() {
        for (String property : List.of("stdout.encoding", "sun.stdout.encoding")) {
            String name = System.getProperty(property, "");
            if (isCharset(name)) {
                return Charset.forName(name);
            }
        }
        String name = System.getProperty("sun.jnu.encoding", "");
        return isCharset(name) ? Charset.forName(name) : Charset.defaultCharset();
    }

    private static boolean isCharset(String name) {
        try {
            return !name.isEmpty() && Charset.isSupported(name);
        } catch (IllegalCharsetNameException e) {
            return false;
        }
    }

    /** Tells whether people read it. */
    public boolean isTable() {
        return format == Format.TABLE;
    }

    /** Returns the colours of the table. */
    public Style style() {
        return style;
    }

    /** Shows data: as lines for people, else as it is. */
    public void data(JsonElement data, Supplier<List<String>> lines) {
        switch (format) {
            case JSON:
                out.println(Escapes.json(JSON.toJson(data)));
                break;
            case YAML:
                out.print(Yaml.of(data));
                break;
            default:
                lines.get().forEach(this::line);
        }
        out.flush();
    }

    /** Shows one of several pieces of data: a line of JSON, a document of YAML, or a block. */
    public void piece(JsonElement data, Supplier<List<String>> lines) {
        if (format == Format.JSON) {
            out.println(Escapes.json(LINE.toJson(data)));
            out.flush();
        } else {
            if (format == Format.YAML) {
                out.println("---");
            }
            data(data, lines);
        }
    }

    /** Shows lines on standard output, where there is no other form of them. */
    public void lines(List<String> lines) {
        lines.forEach(this::line);
        out.flush();
    }

    private void line(String line) {
        out.println(ScreenText.rendered(ScreenText.line(line), words));
    }

    /** Returns what a terminal shows of a line in so many columns. */
    public String fitted(String line, int columns) {
        return ScreenText.rendered(ScreenText.beginning(ScreenText.line(line), columns), words);
    }

    /** Writes to the terminal, without an end of line: its codes, and what is {@link #fitted}. */
    public void raw(String text) {
        out.print(text);
        out.flush();
    }

    /** Says something beside the data, in one line. */
    public void say(String said) {
        err.println(ScreenText.rendered(ScreenText.cut(said, MOST_SAID), words));
        err.flush();
    }

    /** Asks something, on the same line as the answer. */
    public void ask(String question) {
        err.print(ScreenText.rendered(ScreenText.cut(question, MOST_SAID), words));
        err.flush();
    }

    /** Says something that deserves a look. */
    public void warn(String said) {
        say("warning: " + said);
    }
}
