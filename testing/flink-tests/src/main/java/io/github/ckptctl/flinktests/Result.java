// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flinktests;

import java.util.List;

/**
 * Outcome of a test.
 *
 * @param id JUnit's unique id of it
 * @param test whether it is a test, rather than a container of tests
 * @param status {@code SUCCESSFUL}, {@code FAILED}, {@code ABORTED} by an assumption, {@code
 *     SKIPPED}; {@code MISSING} if it has no result
 */
record Result(String id, boolean test, String status) {

    static final String SUCCESSFUL = "SUCCESSFUL";
    static final String FAILED = "FAILED";
    static final String MISSING = "MISSING";

    /** Returns the result that was written as this line. */
    static Result of(String line) {
        List<String> parts = List.of(line.split("\t", 3));
        return new Result(parts.get(2), parts.get(1).equals("test"), parts.get(0));
    }

    /** Returns this as one line. */
    String line() {
        return status + "\t" + (test ? "test" : "container") + "\t" + oneLine(id);
    }

    boolean passed() {
        return status.equals(SUCCESSFUL);
    }

    /** Returns a unique id without JUnit's own keywords, as {@code package.Class method() #1}. */
    static String readable(String id) {
        return id.replaceFirst("^\\[engine:[^]]*]/", "")
                .replaceAll("(^|/)\\[[a-z-]+:", " ")
                .replaceAll("]", "")
                .strip();
    }

    /**
     * Joins a name to one line: a test of JUnit 4 may have a name of several lines, since its
     * parameters may.
     */
    private static String oneLine(String text) {
        return text.replaceAll("\\s", " ");
    }
}
