// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.show;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;

import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;

/** Where a command shows what it has: data on standard output, words on standard error. */
public final class Output {

    private static final Gson JSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    private static final Gson LINE = new GsonBuilder().disableHtmlEscaping().create();

    private final Format format;
    private final PrintStream out;
    private final PrintStream err;
    private final Style style;

    /** Creates the output; colours are for the table only. */
    public Output(Format format, PrintStream out, PrintStream err, boolean colours) {
        this.format = format;
        this.out = out;
        this.err = err;
        this.style = new Style(colours && format == Format.TABLE);
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
                out.println(JSON.toJson(data));
                break;
            case YAML:
                out.print(Yaml.of(data));
                break;
            default:
                lines.get().forEach(out::println);
        }
        out.flush();
    }

    /** Shows one of several pieces of data: a line of JSON, a document of YAML, or a block. */
    public void piece(JsonElement data, Supplier<List<String>> lines) {
        if (format == Format.JSON) {
            out.println(LINE.toJson(data));
            out.flush();
        } else {
            if (format == Format.YAML) {
                out.println("---");
            }
            data(data, lines);
        }
    }

    /** Shows lines as they are, on standard output, where there is no other form of them. */
    public void lines(List<String> lines) {
        lines.forEach(out::println);
        out.flush();
    }

    /** Writes to the terminal, without an end of line. */
    public void raw(String text) {
        out.print(text);
        out.flush();
    }

    /** Says something beside the data. */
    public void say(String words) {
        err.println(words);
        err.flush();
    }

    /** Asks something, on the same line as the answer. */
    public void ask(String question) {
        err.print(question);
        err.flush();
    }

    /** Says something that deserves a look. */
    public void warn(String words) {
        say("warning: " + words);
    }
}
