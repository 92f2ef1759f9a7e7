// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonObject;
import io.github.ckptctl.cli.remote.RemoteJob;
import io.github.ckptctl.cli.show.Durations;
import io.github.ckptctl.cli.show.ValueFormatter;
import picocli.CommandLine.Command;

import java.util.List;
import java.util.stream.Collectors;

/** Command that applies the current timeout to checkpoints in flight. */
@Command(
        name = "reschedule",
        customSynopsis = "ckptctl reschedule (JOB | --name PATTERN | --all) [OPTIONS]",
        description = {
            "Gives the checkpoints in flight the current timeout.",
            "Their deadline becomes their trigger plus the timeout; one that is past it expires."
        },
        footerHeading = "%nExamples%n",
        footer = {
            "  ckptctl reschedule orders",
            "  ckptctl set orders timeout=20m --in-flight      (the same after a change)"
        })
final class RescheduleCommand extends BulkCommand {

    @Override
    String deed() {
        return "Reschedule the checkpoints in flight of";
    }

    @Override
    JsonObject act(RemoteJob job) {
        return answer("inFlight", job.call("rescheduleInFlight"));
    }

    @Override
    List<String> lines(JsonObject answer) {
        return lines(answer, "");
    }

    /** Returns a line for each checkpoint in a response's {@code inFlight}. */
    static List<String> lines(JsonObject answer, String before) {
        List<JsonObject> moved = JobsJson.objects(answer, "inFlight");
        return moved.isEmpty()
                ? List.of("nothing is in flight")
                : moved.stream().map(each -> before + words(each)).collect(Collectors.toList());
    }

    static String words(JsonObject moved) {
        long by = JobsJson.number(moved, "newDeadline") - JobsJson.number(moved, "oldDeadline");
        return "checkpoint "
                + JobsJson.number(moved, "id")
                + " "
                + JobsJson.text(moved, "outcome")
                + ", deadline "
                + ValueFormatter.time(JobsJson.number(moved, "newDeadline"))
                + (by == 0
                        ? " as before"
                        : ", " + Durations.about(Math.abs(by)) + (by > 0 ? " later" : " sooner"));
    }

    @Override
    String line(JsonObject answer) {
        return String.join("; ", lines(answer));
    }
}
