// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.change;

import io.github.ckptctl.control.model.ChangeOutcome;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;

/** Text of a change in one line, for the log and for Flink's events. */
public final class ChangeText {

    private ChangeText() {}

    /** Returns the text of an entry of the history; its outcome only where it is not plain. */
    public static String of(ChangeHistoryEntry entry, ChangeOutcome outcome) {
        StringBuilder line = new StringBuilder(entry.getAction());
        String arrow = entry.getFrom().isEmpty() || entry.getTo().isEmpty() ? "" : " -> ";
        append(line, ": ", entry.getFrom() + arrow + entry.getTo());
        append(line, ", by ", entry.getBy());
        append(line, ", reason: ", entry.getReason());
        line.append(", revision ").append(entry.getRevision());
        append(line, ", outcome: ", outcome == ChangeOutcome.DONE ? "" : entry.getOutcome());
        return line.toString();
    }

    private static void append(StringBuilder line, String label, String text) {
        if (!text.isEmpty()) {
            line.append(label).append(text);
        }
    }
}
