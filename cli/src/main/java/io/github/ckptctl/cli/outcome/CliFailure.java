// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.outcome;

/** Why a command was not carried out, in words for whoever typed it. */
public final class CliFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    /** Creates the failure; the message is all that is shown. */
    public CliFailure(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** Returns how the command ends. */
    public ExitCode exitCode() {
        return exitCode;
    }

    /** Returns the message. */
    public String words() {
        return String.valueOf(getMessage());
    }
}
