// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.attach;

/** Why nothing was done, in words for whoever typed the command, with the exit code. */
final class CommandException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Something went wrong. */
    static final int FAILED = 1;

    /** The command cannot be carried out as it was given. */
    static final int USAGE = 2;

    private final int exitCode;

    CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
