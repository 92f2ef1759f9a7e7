// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.remote.Agents;
import io.github.ckptctl.cli.remote.Connection;
import io.github.ckptctl.cli.remote.Names;
import io.github.ckptctl.cli.remote.RemoteJob;
import io.github.ckptctl.cli.show.Durations;
import io.github.ckptctl.cli.show.Style;
import io.github.ckptctl.cli.show.Table;
import io.github.ckptctl.cli.show.ValueFormatter;
import picocli.CommandLine.Command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Command that lists the jobs. */
@Command(
        name = "jobs",
        aliases = "list",
        description = "Lists the jobs with what their checkpoints are doing.",
        footerHeading = "%nExamples%n",
        footer = {
            "  ckptctl jobs",
            "  ckptctl jobs --url http://jm-1:8778,http://jm-2:8778 --token-file token",
            "  ckptctl jobs -o json | jq -r '.[] | select(.LatestCompletedAge > 600000) | .JobName'"
        })
final class JobsCommand extends AgentCommand {

    private static final List<String> ATTRIBUTES =
            List.of(
                    "JobId",
                    "JobName",
                    "JobStatus",
                    "Timeout",
                    "Interval",
                    "MinPause",
                    "Suspension",
                    "PendingCount",
                    "OldestPendingAge",
                    "LatestCompletedId",
                    "LatestCompletedAge",
                    "LatestCompletedDuration",
                    "ConsecutiveFailures",
                    "ExpiredCount",
                    "OverrideActive",
                    "Revision");

    @Override
    ExitCode run(Agents agents) {
        List<JsonObject> jobs = read(agents);
        JsonArray data = new JsonArray();
        jobs.forEach(data::add);
        output().data(data, () -> lines(jobs, output().style()));
        if (jobs.isEmpty() && output().isTable()) {
            output().say("no jobs; if there should be some, another JobManager may lead");
        }
        agents.silent().forEach(output()::warn);
        return ExitCode.DONE;
    }

    /** Reads the listed attributes of all jobs, sorted by name. */
    static List<JsonObject> read(Agents agents) {
        agents.jobs();
        List<JsonObject> jobs = new ArrayList<>();
        for (Connection connection : agents.connections()) {
            try {
                connection
                        .readAll(Names.JOBS, ATTRIBUTES)
                        .entrySet()
                        .forEach(
                                entry ->
                                        jobs.add(
                                                RemoteJob.ordered(
                                                        entry.getValue().getAsJsonObject(),
                                                        ATTRIBUTES)));
            } catch (CliException e) {
                if (agents.silent().isEmpty()) {
                    throw e;
                }
            }
        }
        jobs.sort(Comparator.comparing(job -> JobsJson.text(job, "JobName")));
        return jobs;
    }

    static List<String> lines(List<JsonObject> jobs, Style style) {
        Table table =
                new Table(
                        "JOB",
                        "NAME",
                        "STATUS",
                        "TIMEOUT",
                        "INTERVAL",
                        "SUSPENDED",
                        "IN FLIGHT",
                        "COMPLETED",
                        "FAILED IN A ROW",
                        "CHANGED");
        for (JsonObject job : jobs) {
            long failures = JobsJson.number(job, "ConsecutiveFailures");
            String suspension = JobsJson.text(job, "Suspension");
            table.row(
                    JobsJson.shortId(JobsJson.text(job, "JobId")),
                    JobsJson.text(job, "JobName"),
                    JobsJson.text(job, "JobStatus"),
                    Durations.exact(JobsJson.number(job, "Timeout")),
                    Durations.exact(JobsJson.number(job, "Interval")),
                    suspension.equals("NONE") ? "no" : style.caution(suspension),
                    inFlight(job),
                    completed(job),
                    failures > 0 ? style.bad(Long.toString(failures)) : failures < 0 ? "-" : "0",
                    JobsJson.number(job, "OverrideActive") == 1 ? style.caution("yes") : "no");
        }
        return table.lines();
    }

    private static String inFlight(JsonObject job) {
        long count = JobsJson.number(job, "PendingCount");
        return count == 0
                ? "none"
                : count + ", " + Durations.about(JobsJson.number(job, "OldestPendingAge"));
    }

    private static String completed(JsonObject job) {
        long id = JobsJson.number(job, "LatestCompletedId");
        return id < 0
                ? "none"
                : ValueFormatter.id(id)
                        + ", "
                        + Durations.about(JobsJson.number(job, "LatestCompletedAge"))
                        + " ago";
    }
}
