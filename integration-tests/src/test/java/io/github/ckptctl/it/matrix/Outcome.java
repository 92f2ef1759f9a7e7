// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.matrix;

/** What became of a test, or of several; the worse the later. */
enum Outcome {
    PASSED("yes"),
    /** Also of a test that was skipped. */
    NOT_RUN("not run"),
    FAILED("**failed**");

    private final String cell;

    Outcome(String cell) {
        this.cell = cell;
    }

    /** Returns what a table says. */
    String cell() {
        return cell;
    }
}
