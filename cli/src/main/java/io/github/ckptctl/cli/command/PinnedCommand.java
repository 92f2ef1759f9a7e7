// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.remote.RemoteJob;
import io.github.ckptctl.cli.show.Table;
import io.github.ckptctl.cli.show.ValueFormatter;
import picocli.CommandLine.Command;

import java.util.List;

/** Command that lists the pinned checkpoints of a job. */
@Command(
        name = "pinned",
        description = "Lists the pinned checkpoints of a job, with their paths.",
        footerHeading = "%nExamples%n",
        footer = "  ckptctl pinned orders")
final class PinnedCommand extends JobCommand {

    private static final String PINNED = "PinnedCheckpoints";

    @Override
    ExitCode run(RemoteJob job) {
        List<JsonObject> pinned = JobsJson.objects(job.read(PINNED), PINNED);
        JsonArray data = new JsonArray();
        pinned.forEach(data::add);
        output().data(data, () -> lines(pinned));
        if (pinned.isEmpty() && output().isTable()) {
            output().say("no checkpoint is pinned");
        }
        return ExitCode.DONE;
    }

    private static List<String> lines(List<JsonObject> pinned) {
        if (pinned.isEmpty()) {
            return List.of();
        }
        Table table = new Table("ID", "COMPLETED", "SIZE", "KEPT BY", "PINNED BY", "WHY", "PATH");
        for (JsonObject each : pinned) {
            table.row(
                    Long.toString(JobsJson.number(each, "id")),
                    ValueFormatter.time(JobsJson.number(each, "completedAt")),
                    ValueFormatter.size(JobsJson.number(each, "stateSize")),
                    JobsJson.is(each, "inStore") ? "Flink" : "the pin",
                    JobsJson.text(each, "by"),
                    JobsJson.text(each, "reason"),
                    JobsJson.text(each, "externalPath"));
        }
        return table.lines();
    }
}
