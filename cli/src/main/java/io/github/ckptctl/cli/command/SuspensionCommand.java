// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonObject;
import io.github.ckptctl.cli.show.Table;
import io.github.ckptctl.cli.show.ValueFormatter;

import java.util.List;

/** Base class of commands that show the result of a suspension. */
abstract class SuspensionCommand extends BulkCommand {

    @Override
    final List<String> lines(JsonObject answer) {
        long now = System.currentTimeMillis();
        JobsJson.texts(answer, "warnings").forEach(output()::warn);
        Table table = new Table();
        table.row("Suspended", suspension(answer, now));
        if (JobsJson.number(answer, "id") < 0) {
            table.row("Restart from", "no checkpoint has completed");
        } else {
            table.row(
                    "Restart from",
                    "checkpoint "
                            + JobsJson.number(answer, "id")
                            + ", "
                            + ValueFormatter.ago(JobsJson.number(answer, "completedAt"), now));
            table.row("Path", JobsJson.path(answer));
            table.row("Survives", JobsJson.survives(answer));
        }
        table.row(
                "In flight",
                JobsJson.number(answer, "pending") == 0
                        ? "nothing"
                        : Long.toString(JobsJson.number(answer, "pending")));
        return table.lines();
    }

    private String suspension(JsonObject answer, long now) {
        String mode = JobsJson.text(answer, "suspension");
        long resumesAt = JobsJson.number(answer, "resumesAt");
        return mode.equals("NONE")
                ? "no"
                : output().style().caution(mode)
                        + (resumesAt < 0 ? "" : ", resumes " + ValueFormatter.in(resumesAt, now));
    }

    @Override
    final String line(JsonObject answer) {
        String mode = JobsJson.text(answer, "suspension");
        return (mode.equals("NONE") ? "not suspended" : "suspended " + mode)
                + ", checkpoint "
                + ValueFormatter.id(JobsJson.number(answer, "id"))
                + ", in flight "
                + JobsJson.number(answer, "pending");
    }
}
