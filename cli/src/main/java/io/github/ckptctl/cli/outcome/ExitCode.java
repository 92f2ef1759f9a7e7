// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.outcome;

/** How a command ended. The numbers are for good; docs/command-line.md has them. */
public enum ExitCode {
    /** Done, or nothing to do. */
    DONE(0),
    /** It was tried and failed. */
    FAILED(1),
    /** The command line makes no sense. */
    USAGE(2),
    /** No such job or checkpoint, or more than one. */
    NOT_FOUND(3),
    /** No agent could be reached. */
    NO_CONNECTION(4),
    /** The agent refused: not logged in, not allowed, or not as things stand. */
    REFUSED(5),
    /** Done for some of the jobs. */
    PARTLY(6);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** Returns what the process ends with. */
    public int number() {
        return number;
    }
}
