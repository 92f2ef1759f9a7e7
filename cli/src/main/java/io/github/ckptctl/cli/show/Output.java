// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.show;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/**
 * Output of a command: data on standard output, messages on standard error.
 *
 * <p>JSON and YAML are UTF-8 whatever the locale, and contain every text exactly. Everything else
 * is for a terminal: it passes through {@link ScreenText}, line by line.
 */
public final class Output {

    private static final Gson JSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    private static final Gson LINE = new GsonBuilder().disableHtmlEscaping().create();

    /** Maximum number of columns of a message, since it may repeat foreign text. */
    private static final int MOST_SAID = 2000;

    private final Format format;
    private final PrintStream out;
    private final PrintStream err;
    private final Style style;

    /** Creates the output; colours apply to the table only. */
    Output(Format format, OutputStream out, OutputStream err, boolean colours) {
        Charset data = format == Format.TABLE ? ScreenText.CHARSET : StandardCharsets.UTF_8;
        this.format = format;
        this.out = new PrintStream(out, false, data);
        this.err = new PrintStream(err, false, ScreenText.CHARSET);
        this.style = new Style(colours && format == Format.TABLE);
    }

    /** Returns the output of this process. */
    public static Output ofProcess(Format format, boolean colours) {
        return new Output(format, System.out, System.err, colours);
    }

    /** Returns whether the format is the table. */
    public boolean isTable() {
        return format == Format.TABLE;
    }

    /** Returns the colours of the table. */
    public Style style() {
        return style;
    }

    /** Shows data: as lines in a table, otherwise as it is. */
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

    /** Shows lines on standard output, for output without another format. */
    public void lines(List<String> lines) {
        lines.forEach(this::line);
        out.flush();
    }

    private void line(String line) {
        out.println(Style.rendered(ScreenText.line(line)));
    }

    /** Returns the part of a line that a terminal shows in the given number of columns. */
    public String fitted(String line, int columns) {
        return Style.rendered(ScreenText.beginning(ScreenText.line(line), columns));
    }

    /**
     * Writes to the terminal, without an end of line: control sequences, and text that is {@link
     * #fitted}.
     */
    public void raw(String text) {
        out.print(text);
        out.flush();
    }

    /** Shows a message beside the data, in one line. */
    public void say(String said) {
        err.println(Style.rendered(ScreenText.cut(said, MOST_SAID)));
        err.flush();
    }

    /** Shows a question, on the same line as the answer. */
    public void ask(String question) {
        err.print(Style.rendered(ScreenText.cut(question, MOST_SAID)));
        err.flush();
    }

    /** Shows a warning. */
    public void warn(String said) {
        say("warning: " + said);
    }
}
