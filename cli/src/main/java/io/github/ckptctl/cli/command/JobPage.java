// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonObject;
import io.github.ckptctl.cli.show.Durations;
import io.github.ckptctl.cli.show.ScreenText;
import io.github.ckptctl.cli.show.Style;
import io.github.ckptctl.cli.show.Table;
import io.github.ckptctl.cli.show.ValueFormatter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Page that shows one job with all of its attributes. */
final class JobPage {

    private static final int BAR = 20;
    private static final int TITLE = 80;

    private final JsonObject job;
    private final Style style;
    private final long now;

    JobPage(JsonObject job, Style style) {
        this(job, style, System.currentTimeMillis());
    }

    JobPage(JsonObject job, Style style, long now) {
        this.job = job;
        this.style = style;
        this.now = now;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>(head());
        lines.add("");
        lines.addAll(settings(true));
        lines.add("");
        lines.addAll(state());
        List<String> pending = pending();
        if (!pending.isEmpty()) {
            lines.add("");
            lines.addAll(pending);
        }
        return lines;
    }

    List<String> head() {
        return List.of(
                style.bold(ScreenText.cut(JobsJson.text(job, "JobName"), TITLE))
                        + "  "
                        + JobsJson.text(job, "JobId")
                        + "  "
                        + JobsJson.text(job, "JobStatus"));
    }

    /** Returns the settings, either all of them or only the relevant ones. */
    List<String> settings(boolean all) {
        Table table = new Table("SETTING", "VALUE", "SUBMITTED", "CHANGED");
        for (JsonObject setting : JobsJson.objects(job, "Settings")) {
            boolean changed = JobsJson.text(setting, "origin").equals("OVERRIDE");
            if (!all && !changed && !isBasic(JobsJson.text(setting, "name"))) {
                continue;
            }
            String value = Settings.text(setting, "effective");
            table.row(
                    JobsJson.text(setting, "name"),
                    changed ? style.caution(value) : value,
                    Settings.text(setting, "submitted"),
                    changed
                            ? change(setting)
                            : JobsJson.is(setting, "settable") ? "-" : "cannot be");
        }
        return table.lines();
    }

    private static boolean isBasic(String name) {
        return name.equals("Timeout") || name.equals("Interval") || name.equals("MinPause");
    }

    private String change(JsonObject setting) {
        String reason = JobsJson.text(setting, "reason");
        long expiresAt = JobsJson.number(setting, "expiresAt");
        return ValueFormatter.ago(JobsJson.number(setting, "changedAt"), now)
                + " by "
                + JobsJson.text(setting, "changedBy")
                + (reason.isEmpty() ? "" : ": " + reason)
                + (expiresAt < 0 ? "" : ", ends " + ValueFormatter.in(expiresAt, now));
    }

    List<String> state() {
        Table table = new Table();
        String suspension = JobsJson.text(job, "Suspension");
        table.row(
                "Suspended",
                suspension.equals("NONE")
                        ? "no"
                        : style.caution(suspension)
                                + " since "
                                + ValueFormatter.time(JobsJson.number(job, "SuspendedSince")));
        table.row("Next trigger", nextTrigger());
        String notTriggering = JobsJson.notTriggering(job);
        if (!notTriggering.isEmpty() && suspension.equals("NONE")) {
            table.row("", style.caution("none by itself") + ": " + notTriggering);
        }
        if (job.has("MillisToTransactionTimeout")
                && JobsJson.number(job, "MillisToTransactionTimeout") >= 0) {
            table.row("Transactions", transactions());
        }
        if (JobsJson.number(job, "RescalePending") == 1) {
            table.row("Rescale", rescale());
        }
        table.row("Completed", completed());
        if (JobsJson.number(latest(), "id") >= 0) {
            table.row("Survives", JobsJson.survives(latest()));
        }
        if (JobsJson.number(job, "RestoredAt") >= 0) {
            table.row("Restored", restored());
        }
        table.row("Failed", failed());
        long failures = JobsJson.number(job, "ConsecutiveFailures");
        String inARow = failures < 0 ? "-" : Long.toString(failures);
        table.row(
                "In a row",
                (failures > 0 ? style.bad(inARow) : inARow)
                        + " failed; the job fails over above "
                        + ValueFormatter.value(
                                JobsJson.number(job, "TolerableFailedCheckpoints"), "count"));
        table.row(
                "Counts",
                JobsJson.number(job, "TriggeredCount")
                        + " triggered, "
                        + JobsJson.number(job, "CompletedCount")
                        + " completed, "
                        + JobsJson.number(job, "FailedCount")
                        + " failed ("
                        + JobsJson.number(job, "ExpiredCount")
                        + " expired), "
                        + JobsJson.number(job, "RestoredCount")
                        + " restored");
        table.row("Revision", Long.toString(JobsJson.number(job, "Revision")));
        return table.lines();
    }

    private String nextTrigger() {
        return ValueFormatter.in(JobsJson.number(job, "NextTriggerAt"), now);
    }

    private String transactions() {
        long left = JobsJson.number(job, "MillisToTransactionTimeout");
        String when =
                left == 0
                        ? style.bad("may have timed out")
                        : "time out in " + Durations.about(left) + " at the earliest";
        return when + "; guard " + JobsJson.text(job, "TransactionGuard");
    }

    private String rescale() {
        long forcedAt = JobsJson.number(job, "ForcedRescaleAt");
        return style.caution("wanted")
                + ", waits for a checkpoint"
                + (forcedAt < 0 ? "" : "; forced " + ValueFormatter.in(forcedAt, now));
    }

    private String completed() {
        JsonObject latest = latest();
        if (JobsJson.number(latest, "id") < 0) {
            return "none";
        }
        String path = JobsJson.text(latest, "externalPath");
        return style.good(ValueFormatter.id(JobsJson.number(latest, "id")))
                + ", "
                + ValueFormatter.ago(JobsJson.number(latest, "completedAt"), now)
                + " after "
                + Durations.about(JobsJson.number(latest, "duration"))
                + ", "
                + ValueFormatter.size(JobsJson.number(latest, "stateSize"))
                + (path.isEmpty() ? "" : ", " + path);
    }

    private String restored() {
        long since = JobsJson.number(job, "CompletedSinceRestore");
        return ValueFormatter.ago(JobsJson.number(job, "RestoredAt"), now)
                + " from "
                + ValueFormatter.id(JobsJson.number(job, "RestoredFromId"))
                + ", "
                + (since == 0 ? style.caution("none") : Long.toString(since))
                + " completed since";
    }

    private JsonObject latest() {
        return JobsJson.object(job, "LatestCompletedCheckpoint");
    }

    private String failed() {
        JsonObject latest = JobsJson.object(job, "LatestFailedCheckpoint");
        if (JobsJson.number(latest, "id") < 0) {
            return "none";
        }
        return style.bad(ValueFormatter.id(JobsJson.number(latest, "id")))
                + ", "
                + ValueFormatter.ago(JobsJson.number(latest, "failedAt"), now)
                + ": "
                + JobsJson.text(latest, "reason");
    }

    /** Returns the checkpoints in flight, with their acknowledgements and the elapsed time. */
    List<String> pending() {
        List<JsonObject> pending = JobsJson.objects(job, "PendingCheckpoints");
        if (pending.isEmpty()) {
            return List.of();
        }
        Table table = new Table("IN FLIGHT", "KIND", "ACKNOWLEDGED", "TIME", "");
        for (JsonObject checkpoint : pending) {
            long triggered = JobsJson.number(checkpoint, "triggeredAt");
            long deadline = JobsJson.number(checkpoint, "deadline");
            long done = JobsJson.number(checkpoint, "acknowledged");
            long total = JobsJson.number(checkpoint, "total");
            double used = (now - triggered) / (double) Math.max(1, deadline - triggered);
            String clock = bar(used);
            table.row(
                    Long.toString(JobsJson.number(checkpoint, "id")),
                    JobsJson.text(checkpoint, "kind"),
                    style.good(bar(done / (double) Math.max(1, total))) + " " + done + "/" + total,
                    used > 0.8 ? style.bad(clock) : style.caution(clock),
                    Durations.about(now - triggered)
                            + " of "
                            + Durations.about(deadline - triggered)
                            + extensions(checkpoint));
        }
        return table.lines();
    }

    private static String extensions(JsonObject checkpoint) {
        long count = JobsJson.number(checkpoint, "extensions");
        return count == 0 ? "" : ", moved " + count + (count == 1 ? " time" : " times");
    }

    private static String bar(double share) {
        int full = (int) Math.round(BAR * Math.max(0, Math.min(1, share)));
        return "["
                + String.join("", Collections.nCopies(full, "#"))
                + String.join("", Collections.nCopies(BAR - full, "."))
                + "]";
    }

    /** Returns the last entries of the history. */
    List<String> history(int count) {
        List<JsonObject> entries = JobsJson.objects(job, "History");
        return entries.isEmpty()
                ? List.of()
                : HistoryCommand.lines(
                        entries.subList(Math.max(0, entries.size() - count), entries.size()));
    }
}
