// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.model;

/** Change, or rejected change, in a job's history. */
public final class HistoryLine {

    public final long at;
    public final long revision;
    public final String action;
    public final String from;
    public final String to;
    public final String by;
    public final String reason;
    public final String outcome;

    HistoryLine(Fields fields) {
        at = fields.number("at");
        revision = fields.number("revision");
        action = fields.text("action");
        from = fields.text("from");
        to = fields.text("to");
        by = fields.text("by");
        reason = fields.text("reason");
        outcome = fields.text("outcome");
    }
}
