// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonObject;
import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.remote.RemoteJob;
import io.github.ckptctl.cli.show.Durations;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;

/** Command that fails the subtasks which hold a checkpoint. */
@Command(
        name = "fail-holders",
        description = {
            "Fails the subtasks that hold a checkpoint, so that their tasks restart.",
            "For a subtask that hangs in a call that does not return: see diagnose --stacks. The job"
                    + " goes back to its newest completed checkpoint."
        },
        footerHeading = "%nExamples%n",
        footer = {
            "  ckptctl diagnose orders --stacks",
            "  ckptctl fail-holders orders",
            "  ckptctl fail-holders orders 17 --most 4 --yes"
        })
final class FailHoldersCommand extends JobCommand {

    private static final String PENDING = "PendingCheckpoints";
    private static final String LATEST = "LatestCompletedCheckpoint";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "CHECKPOINT",
            description = "One in flight. Without: the oldest.")
    private @Nullable Long checkpoint;

    @Option(
            names = "--most",
            paramLabel = "NUMBER",
            description =
                    "How many subtasks may be failed at most; none is if there are more. Default: 1.")
    private long most = 1;

    @Mixin private Confirmation confirmation = new Confirmation();

    @Override
    ExitCode run(RemoteJob job) {
        JsonObject state = job.read(PENDING, LATEST);
        long id = checkpoint == null ? oldest(job, state) : checkpoint;
        JsonObject diagnosis = job.call("diagnose").getAsJsonObject();
        if (JobsJson.number(diagnosis, "checkpointId") == id) {
            holders(diagnosis).forEach(line -> output().say(line));
        }
        confirmation.require(
                output(),
                "Fail the subtasks that hold checkpoint "
                        + id
                        + " of "
                        + job.title()
                        + ", at most "
                        + most
                        + ", so that their tasks restart from "
                        + restartPoint(JobsJson.object(state, LATEST))
                        + "?");
        JsonObject answer = job.call("failHoldingTasks", id, most).getAsJsonObject();
        output().data(answer, () -> lines(answer));
        output().warn(JobsJson.text(answer, "note"));
        return ExitCode.DONE;
    }

    private static long oldest(RemoteJob job, JsonObject state) {
        List<JsonObject> pending = JobsJson.objects(state, PENDING);
        if (pending.isEmpty()) {
            throw new CliException(
                    ExitCode.NOT_FOUND, job.title() + " has no checkpoint in flight");
        }
        return JobsJson.number(pending.get(0), "id");
    }

    private static List<String> holders(JsonObject diagnosis) {
        List<String> lines = new ArrayList<>();
        for (JsonObject holder : JobsJson.objects(diagnosis, "holders")) {
            String host = JobsJson.text(holder, "host");
            lines.add(
                    "  "
                            + JobsJson.text(holder, "task")
                            + ", subtask "
                            + JobsJson.number(holder, "subtask")
                            + (host.isEmpty() ? "" : " on " + host));
        }
        return lines;
    }

    private static String restartPoint(JsonObject latest) {
        long id = JobsJson.number(latest, "id");
        return id < 0
                ? "the beginning, as no checkpoint has completed"
                : "checkpoint "
                        + id
                        + ", completed "
                        + Durations.about(
                                Math.max(
                                        0,
                                        System.currentTimeMillis()
                                                - JobsJson.number(latest, "completedAt")))
                        + " ago, or a newer one";
    }

    private static List<String> lines(JsonObject answer) {
        List<String> lines = new ArrayList<>();
        JobsJson.texts(answer, "tasks").forEach(task -> lines.add("failed " + task));
        JsonObject restart = JobsJson.object(answer, "restartsFrom");
        long id = JobsJson.number(restart, "id");
        lines.add(
                id < 0
                        ? "restarts from the beginning: no checkpoint has completed"
                        : "restarts from checkpoint "
                                + id
                                + " or a newer one, completed "
                                + Durations.about(JobsJson.number(answer, "age"))
                                + " ago: "
                                + JobsJson.path(restart));
        return lines;
    }
}
