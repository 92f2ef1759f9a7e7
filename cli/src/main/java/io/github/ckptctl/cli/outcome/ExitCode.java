// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.outcome;

/** Exit code of a command. The numbers are permanent; docs/command-line.md lists them. */
public enum ExitCode {
    /** Done, or nothing to do. */
    DONE(0),
    /** The command was executed and failed. */
    FAILED(1),
    /** The command line is invalid. */
    USAGE(2),
    /** No such job or checkpoint, or more than one. */
    NOT_FOUND(3),
    /** No agent could be reached. */
    NO_CONNECTION(4),
    /**
     * The agent rejected the request: no login, no permission, or not possible in the current
     * state.
     */
    REFUSED(5),
    /** Done for some of the jobs. */
    PARTLY(6);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** Returns the exit code of the process. */
    public int number() {
        return number;
    }
}
