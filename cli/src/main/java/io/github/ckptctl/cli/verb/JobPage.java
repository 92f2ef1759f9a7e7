// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.verb;

import com.google.gson.JsonObject;
import io.github.ckptctl.cli.show.Durations;
import io.github.ckptctl.cli.show.ScreenText;
import io.github.ckptctl.cli.show.Style;
import io.github.ckptctl.cli.show.Table;
import io.github.ckptctl.cli.show.Texts;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One job on one page, from all of its attributes. */
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
                style.bold(ScreenText.cut(Jobs.text(job, "JobName"), TITLE))
                        + "  "
                        + Jobs.text(job, "JobId")
                        + "  "
                        + Jobs.text(job, "JobStatus"));
    }

    /** The settings, all of them or those that say something. */
    List<String> settings(boolean all) {
        Table table = new Table("SETTING", "VALUE", "SUBMITTED", "CHANGED");
        for (JsonObject setting : Jobs.objects(job, "Settings")) {
            boolean changed = Jobs.text(setting, "origin").equals("OVERRIDE");
            if (!all && !changed && !isBasic(Jobs.text(setting, "name"))) {
                continue;
            }
            String value = Settings.text(setting, "effective");
            table.row(
                    Jobs.text(setting, "name"),
                    changed ? style.caution(value) : value,
                    Settings.text(setting, "submitted"),
                    changed ? change(setting) : Jobs.is(setting, "settable") ? "-" : "cannot be");
        }
        return table.lines();
    }

    private static boolean isBasic(String name) {
        return name.equals("Timeout") || name.equals("Interval") || name.equals("MinPause");
    }

    private String change(JsonObject setting) {
        String reason = Jobs.text(setting, "reason");
        long expiresAt = Jobs.number(setting, "expiresAt");
        return Texts.ago(Jobs.number(setting, "changedAt"), now)
                + " by "
                + Jobs.text(setting, "changedBy")
                + (reason.isEmpty() ? "" : ": " + reason)
                + (expiresAt < 0 ? "" : ", ends " + Texts.in(expiresAt, now));
    }

    List<String> state() {
        Table table = new Table();
        String suspension = Jobs.text(job, "Suspension");
        table.row(
                "Suspended",
                suspension.equals("NONE")
                        ? "no"
                        : style.caution(suspension)
                                + " since "
                                + Texts.time(Jobs.number(job, "SuspendedSince")));
        table.row("Next trigger", nextTrigger());
        String notTriggering = Jobs.notTriggering(job);
        if (!notTriggering.isEmpty() && suspension.equals("NONE")) {
            table.row("", style.caution("none by itself") + ": " + notTriggering);
        }
        if (Jobs.number(job, "RescalePending") == 1) {
            table.row("Rescale", rescale());
        }
        table.row("Completed", completed());
        if (Jobs.number(latest(), "id") >= 0) {
            table.row("Survives", Jobs.survives(latest()));
        }
        table.row("Failed", failed());
        long failures = Jobs.number(job, "ConsecutiveFailures");
        String inARow = failures < 0 ? "-" : Long.toString(failures);
        table.row(
                "In a row",
                (failures > 0 ? style.bad(inARow) : inARow)
                        + " failed; the job fails over above "
                        + Texts.value(Jobs.number(job, "TolerableFailedCheckpoints"), "count"));
        table.row(
                "Counts",
                Jobs.number(job, "TriggeredCount")
                        + " triggered, "
                        + Jobs.number(job, "CompletedCount")
                        + " completed, "
                        + Jobs.number(job, "FailedCount")
                        + " failed ("
                        + Jobs.number(job, "ExpiredCount")
                        + " expired), "
                        + Jobs.number(job, "RestoredCount")
                        + " restored");
        table.row("Revision", Long.toString(Jobs.number(job, "Revision")));
        return table.lines();
    }

    private String nextTrigger() {
        return Texts.in(Jobs.number(job, "NextTriggerAt"), now);
    }

    private String rescale() {
        long forcedAt = Jobs.number(job, "ForcedRescaleAt");
        return style.caution("wanted")
                + ", waits for a checkpoint"
                + (forcedAt < 0 ? "" : "; forced " + Texts.in(forcedAt, now));
    }

    private String completed() {
        JsonObject latest = latest();
        if (Jobs.number(latest, "id") < 0) {
            return "none";
        }
        String path = Jobs.text(latest, "externalPath");
        return style.good(Texts.id(Jobs.number(latest, "id")))
                + ", "
                + Texts.ago(Jobs.number(latest, "completedAt"), now)
                + " after "
                + Durations.about(Jobs.number(latest, "duration"))
                + ", "
                + Texts.size(Jobs.number(latest, "stateSize"))
                + (path.isEmpty() ? "" : ", " + path);
    }

    private JsonObject latest() {
        return Jobs.object(job, "LatestCompletedCheckpoint");
    }

    private String failed() {
        JsonObject latest = Jobs.object(job, "LatestFailedCheckpoint");
        if (Jobs.number(latest, "id") < 0) {
            return "none";
        }
        return style.bad(Texts.id(Jobs.number(latest, "id")))
                + ", "
                + Texts.ago(Jobs.number(latest, "failedAt"), now)
                + ": "
                + Jobs.text(latest, "reason");
    }

    /** The checkpoints in flight, with what has acknowledged and how much time is gone. */
    List<String> pending() {
        List<JsonObject> pending = Jobs.objects(job, "PendingCheckpoints");
        if (pending.isEmpty()) {
            return List.of();
        }
        Table table = new Table("IN FLIGHT", "KIND", "ACKNOWLEDGED", "TIME", "");
        for (JsonObject checkpoint : pending) {
            long triggered = Jobs.number(checkpoint, "triggeredAt");
            long deadline = Jobs.number(checkpoint, "deadline");
            long done = Jobs.number(checkpoint, "acknowledged");
            long total = Jobs.number(checkpoint, "total");
            double used = (now - triggered) / (double) Math.max(1, deadline - triggered);
            String clock = bar(used);
            table.row(
                    Long.toString(Jobs.number(checkpoint, "id")),
                    Jobs.text(checkpoint, "kind"),
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
        long count = Jobs.number(checkpoint, "extensions");
        return count == 0 ? "" : ", moved " + count + (count == 1 ? " time" : " times");
    }

    private static String bar(double share) {
        int full = (int) Math.round(BAR * Math.max(0, Math.min(1, share)));
        return "["
                + String.join("", Collections.nCopies(full, "#"))
                + String.join("", Collections.nCopies(BAR - full, "."))
                + "]";
    }

    /** The last entries of the history. */
    List<String> history(int count) {
        List<JsonObject> entries = Jobs.objects(job, "History");
        return entries.isEmpty()
                ? List.of()
                : HistoryVerb.lines(
                        entries.subList(Math.max(0, entries.size() - count), entries.size()));
    }
}
