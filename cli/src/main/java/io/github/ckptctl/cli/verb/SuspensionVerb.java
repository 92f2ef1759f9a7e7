// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.verb;

import com.google.gson.JsonObject;
import io.github.ckptctl.cli.show.Table;
import io.github.ckptctl.cli.show.Texts;

import java.util.List;

/** A verb that answers what a suspension did. */
abstract class SuspensionVerb extends BulkVerb {

    @Override
    final List<String> lines(JsonObject answer) {
        long now = System.currentTimeMillis();
        Jobs.texts(answer, "warnings").forEach(output()::warn);
        Table table = new Table();
        table.row("Suspended", suspension(answer, now));
        if (Jobs.number(answer, "id") < 0) {
            table.row("Restart from", "no checkpoint has completed");
        } else {
            table.row(
                    "Restart from",
                    "checkpoint "
                            + Jobs.number(answer, "id")
                            + ", "
                            + Texts.ago(Jobs.number(answer, "completedAt"), now));
            table.row("Path", Jobs.path(answer));
            table.row("Survives", Jobs.survives(answer));
        }
        table.row(
                "In flight",
                Jobs.number(answer, "pending") == 0
                        ? "nothing"
                        : Long.toString(Jobs.number(answer, "pending")));
        return table.lines();
    }

    private String suspension(JsonObject answer, long now) {
        String mode = Jobs.text(answer, "suspension");
        long resumesAt = Jobs.number(answer, "resumesAt");
        return mode.equals("NONE")
                ? "no"
                : output().style().caution(mode)
                        + (resumesAt < 0 ? "" : ", resumes " + Texts.in(resumesAt, now));
    }

    @Override
    final String line(JsonObject answer) {
        String mode = Jobs.text(answer, "suspension");
        return (mode.equals("NONE") ? "not suspended" : "suspended " + mode)
                + ", checkpoint "
                + Texts.id(Jobs.number(answer, "id"))
                + ", in flight "
                + Jobs.number(answer, "pending");
    }
}
