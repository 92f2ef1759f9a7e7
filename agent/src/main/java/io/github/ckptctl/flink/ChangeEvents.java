// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.change.ChangeText;
import io.github.ckptctl.control.model.ChangeOutcome;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import org.apache.flink.events.EventBuilder;
import org.apache.flink.metrics.MetricGroup;

/**
 * Changes as events of Flink. Loaded only where Flink has events (2.1 on), since its types do not
 * exist before.
 */
final class ChangeEvents {

    private static final String SCOPE = "io.github.ckptctl";
    private static final String NAME = "CheckpointControlEvent";

    private ChangeEvents() {}

    /** Reports a change to Flink's event reporters, in the name of a job. */
    static void report(MetricGroup job, ChangeHistoryEntry entry, ChangeOutcome outcome) {
        // Flink adds the attribute jobId, and what its group of the job knows
        job.addEvent(
                new EventBuilder(SCOPE, NAME)
                        .setObservedTsMillis(entry.getAt())
                        .setSeverity(outcome.kind() == ChangeOutcome.Kind.FAILED ? "WARN" : "INFO")
                        .setBody(ChangeText.of(entry, outcome))
                        .setAttribute("action", entry.getAction())
                        .setAttribute("from", entry.getFrom())
                        .setAttribute("to", entry.getTo())
                        .setAttribute("by", entry.getBy())
                        .setAttribute("reason", entry.getReason())
                        .setAttribute("outcome", entry.getOutcome())
                        .setAttribute("revision", entry.getRevision()));
    }
}
