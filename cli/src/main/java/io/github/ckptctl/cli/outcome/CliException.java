// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.outcome;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Failure of a command, with a message for the user. */
public final class CliException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final ArrayList<String> lines = new ArrayList<>();

    /** Creates the failure; only the message is shown, in one line. */
    public CliException(ExitCode exitCode, String message) {
        this(exitCode, message, List.of());
    }

    /**
     * Creates the failure with a list below its message.
     *
     * @param list a line for each item that the message refers to
     */
    public CliException(ExitCode exitCode, String message, List<String> list) {
        super(message + (list.isEmpty() ? "" : "\n" + String.join("\n", list)));
        this.exitCode = exitCode;
        lines.add(message);
        lines.addAll(list);
    }

    /** Returns the exit code of the command. */
    public ExitCode exitCode() {
        return exitCode;
    }

    /** Returns the complete message. */
    public String words() {
        return String.valueOf(getMessage());
    }

    /**
     * Returns the complete message in lines; one of them may repeat a text that contains line ends.
     */
    public List<String> lines() {
        return Collections.unmodifiableList(lines);
    }
}
