// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.outcome;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Why a command was not carried out, in words for whoever typed it. */
public final class CliException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final ArrayList<String> lines = new ArrayList<>();

    /** Creates the failure; the message is all that is shown, in one line. */
    public CliException(ExitCode exitCode, String message) {
        this(exitCode, message, List.of());
    }

    /**
     * Creates the failure with a list below its message.
     *
     * @param list a line for each thing that the message speaks of
     */
    public CliException(ExitCode exitCode, String message, List<String> list) {
        super(message + (list.isEmpty() ? "" : "\n" + String.join("\n", list)));
        this.exitCode = exitCode;
        lines.add(message);
        lines.addAll(list);
    }

    /** Returns how the command ends. */
    public ExitCode exitCode() {
        return exitCode;
    }

    /** Returns all that is said. */
    public String words() {
        return String.valueOf(getMessage());
    }

    /** Returns all that is said, in lines; one of them may repeat a text with line ends in it. */
    public List<String> lines() {
        return Collections.unmodifiableList(lines);
    }
}
