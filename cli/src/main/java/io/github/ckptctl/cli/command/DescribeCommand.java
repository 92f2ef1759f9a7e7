// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonObject;
import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.remote.RemoteJob;
import io.github.ckptctl.cli.show.Durations;
import io.github.ckptctl.cli.show.Table;
import io.github.ckptctl.cli.show.ValueFormatter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;

/** Command that shows one checkpoint task by task. */
@Command(
        name = "describe",
        description = {
            "Shows one checkpoint task by task.",
            "Who has acknowledged, and how long each phase took, with the slowest subtask."
        },
        footerHeading = "%nExamples%n",
        footer = {"  ckptctl describe orders", "  ckptctl describe orders 17 -o json"})
final class DescribeCommand extends JobCommand {

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "CHECKPOINT",
            description =
                    "One in flight, or among the last that Flink remembers. Without: the oldest in"
                            + " flight, else the newest completed.")
    private @Nullable Long checkpoint;

    @Override
    ExitCode run(RemoteJob job) {
        long id = checkpoint == null ? newest(job) : checkpoint;
        JsonObject described = job.call("describeCheckpoint", id).getAsJsonObject();
        output().data(described, () -> lines(described));
        return ExitCode.DONE;
    }

    private static long newest(RemoteJob job) {
        JsonObject state = job.read("PendingCheckpoints", "LatestCompletedId");
        List<JsonObject> pending = JobsJson.objects(state, "PendingCheckpoints");
        long id =
                pending.isEmpty()
                        ? JobsJson.number(state, "LatestCompletedId")
                        : JobsJson.number(pending.get(0), "id");
        if (id < 0) {
            throw new CliException(
                    ExitCode.NOT_FOUND,
                    job.title() + " has no checkpoint in flight and none completed");
        }
        return id;
    }

    private static List<String> lines(JsonObject checkpoint) {
        List<String> lines = new ArrayList<>();
        String failure = JobsJson.text(checkpoint, "failure");
        lines.add(
                JobsJson.text(checkpoint, "kind")
                        + " "
                        + JobsJson.number(checkpoint, "id")
                        + " "
                        + JobsJson.text(checkpoint, "status")
                        + " after "
                        + Durations.about(JobsJson.number(checkpoint, "duration"))
                        + (failure.isEmpty() ? "" : ": " + failure));
        lines.add(
                "triggered "
                        + ValueFormatter.time(JobsJson.number(checkpoint, "triggeredAt"))
                        + ", "
                        + (JobsJson.is(checkpoint, "unaligned") ? "unaligned, " : "aligned, ")
                        + ValueFormatter.size(JobsJson.number(checkpoint, "stateSize"))
                        + " of state, slowest "
                        + (JobsJson.text(checkpoint, "slowest").isEmpty()
                                ? "-"
                                : JobsJson.text(checkpoint, "slowest")));
        lines.add("");
        Table table =
                new Table(
                        "TASK",
                        "ACK",
                        "MISSING",
                        "START DELAY",
                        "ALIGNMENT",
                        "SYNC",
                        "ASYNC",
                        "SIZE");
        for (JsonObject task : JobsJson.objects(checkpoint, "tasks")) {
            table.row(
                    JobsJson.text(task, "task"),
                    JobsJson.number(task, "acknowledged") + "/" + JobsJson.number(task, "total"),
                    missing(task),
                    phase(task, "startDelay"),
                    phase(task, "alignment"),
                    phase(task, "sync"),
                    phase(task, "async"),
                    ValueFormatter.size(JobsJson.number(task, "checkpointedSize")));
        }
        lines.addAll(table.lines());
        return lines;
    }

    private static String missing(JsonObject task) {
        String missing = task.get("missing").toString().replaceAll("[\\[\\]\"]", "");
        return missing.isEmpty() ? "-" : missing;
    }

    private static String phase(JsonObject task, String name) {
        long millis = JobsJson.number(task, name);
        return millis < 0
                ? "-"
                : Durations.about(millis) + " (" + JobsJson.number(task, name + "Subtask") + ")";
    }
}
