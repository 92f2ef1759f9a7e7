// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonObject;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.remote.RemoteJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;

/** Command that shows what blocks a checkpoint. */
@Command(
        name = "diagnose",
        description = {
            "Shows what holds a checkpoint, and what would help.",
            "The oldest in flight, or the last that failed; or why none is triggered."
        },
        footerHeading = "%nExamples%n",
        footer = {
            "  ckptctl diagnose orders",
            "  ckptctl diagnose orders --stacks",
            "  ckptctl diagnose orders -o json | jq .advice"
        })
final class DiagnoseCommand extends JobCommand {

    private static final String IN_PROGRESS = "IN_PROGRESS";

    @Option(
            names = "--stacks",
            description =
                    "Also shows what the threads of the subtasks that hold a checkpoint in flight are"
                            + " doing. Their TaskManagers stand still for a moment.")
    private boolean stacks;

    @Override
    ExitCode run(RemoteJob job) {
        JsonObject diagnosis = job.call("diagnose").getAsJsonObject();
        List<String> lines = new ArrayList<>(JobsJson.texts(diagnosis, "sentences"));
        if (stacks && JobsJson.text(diagnosis, "status").equals(IN_PROGRESS)) {
            JsonObject answer =
                    job.call("stacksOfHolders", JobsJson.number(diagnosis, "checkpointId"))
                            .getAsJsonObject();
            diagnosis.add("stacks", answer.get("stacks"));
            lines.addAll(lines(answer));
        } else if (stacks) {
            lines.add("No checkpoint is in flight, so there are no stacks to show.");
        }
        output().data(diagnosis, () -> lines);
        return ExitCode.DONE;
    }

    private static List<String> lines(JsonObject answer) {
        List<String> lines = new ArrayList<>();
        for (JsonObject stack : JobsJson.objects(answer, "stacks")) {
            lines.add("");
            lines.add(
                    JobsJson.text(stack, "task")
                            + ", subtask "
                            + JobsJson.number(stack, "subtask")
                            + " in "
                            + JobsJson.text(stack, "taskManager"));
            JobsJson.texts(stack, "stack").forEach(line -> lines.add("  " + line));
            String why = JobsJson.text(stack, "why");
            if (!why.isEmpty()) {
                lines.add("  (" + why + ")");
            }
        }
        String note = JobsJson.text(answer, "note");
        if (!note.isEmpty()) {
            lines.add("");
            lines.add("(" + note + ")");
        }
        return lines;
    }
}
