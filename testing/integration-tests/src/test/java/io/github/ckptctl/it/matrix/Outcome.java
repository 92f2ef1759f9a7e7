// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.matrix;

/** Outcome of a test, or of several, from best to worst. */
enum Outcome {
    PASSED("yes"),
    /** Also used for a test that was skipped. */
    NOT_RUN("not run"),
    FAILED("**failed**");

    private final String cell;

    Outcome(String cell) {
        this.cell = cell;
    }

    /** Returns the text in a table. */
    String cell() {
        return cell;
    }
}
