// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.attach;

/** Exception that reports to the operator why a command did nothing, with the exit code. */
final class CommandException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Exit code of a failure. */
    static final int FAILED = 1;

    /** Exit code of a command that cannot be carried out as given. */
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
