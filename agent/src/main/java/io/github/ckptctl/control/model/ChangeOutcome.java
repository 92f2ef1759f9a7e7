// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

/** Outcome of a change, or of an attempt at one. Immutable; its text is made for the history. */
public final class ChangeOutcome {

    /** Kind of an outcome. */
    public enum Kind {
        /** The change is effective, or in progress. */
        DONE,
        /** Nothing changed: the request was rejected. */
        REJECTED,
        /** What was begun, automatically or by a caller, did not succeed. */
        FAILED
    }

    /** Done, with nothing to add. */
    public static final ChangeOutcome DONE = new ChangeOutcome(Kind.DONE, "DONE", "");

    /** Begun; another outcome follows. */
    public static final ChangeOutcome UNDER_WAY = new ChangeOutcome(Kind.DONE, "UNDER WAY", "");

    private final Kind kind;
    private final String name;
    private final String remark;

    private ChangeOutcome(Kind kind, String name, String remark) {
        this.kind = kind;
        this.name = name;
        this.remark = remark;
    }

    /** Returns the outcome of a change that was made, with what is to be known of it. */
    public static ChangeOutcome done(String detail) {
        return new ChangeOutcome(Kind.DONE, DONE.name, ": " + detail);
    }

    /** Returns the outcome of a change whose result has a name of its own. */
    public static ChangeOutcome done(Enum<?> result) {
        return new ChangeOutcome(Kind.DONE, result.name(), "");
    }

    /** Returns the outcome of a change that was rejected. */
    public static ChangeOutcome rejected(String reason) {
        return new ChangeOutcome(Kind.REJECTED, "REFUSED", ": " + reason);
    }

    /** Returns the outcome of a change that failed. */
    public static ChangeOutcome failed(String reason) {
        return new ChangeOutcome(Kind.FAILED, "FAILED", ": " + reason);
    }

    /** Returns the outcome of a check that has found something for an operator to act on. */
    public static ChangeOutcome warning(String finding) {
        return new ChangeOutcome(Kind.FAILED, "WARNING", ": " + finding);
    }

    /** Returns this outcome with one more remark, or this one if there is none. */
    public ChangeOutcome with(String furtherRemark) {
        return furtherRemark.isEmpty()
                ? this
                : new ChangeOutcome(kind, name, remark + furtherRemark);
    }

    public Kind kind() {
        return kind;
    }

    /** Returns the text after the name, with its punctuation; empty if there is none. */
    public String remark() {
        return remark;
    }

    /** Returns the text for the history. */
    @Override
    public String toString() {
        return name + remark;
    }
}
