// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.remote.Agents;
import io.github.ckptctl.cli.remote.RemoteJob;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Command that shows a job, or all jobs, continuously. */
@Command(
        name = "watch",
        description = {
            "Shows a job, or all jobs, as they go.",
            "Of one job: settings, what is in flight, the latest checkpoints, the last changes. Without"
                    + " JOB the only job, or a list of all.",
            "On a screen it draws itself again until Ctrl-C. In a pipe it writes a block whenever"
                    + " something has changed; with -o json a line, with -o yaml a document."
        },
        footerHeading = "%nExamples%n",
        footer = {
            "  ckptctl watch orders",
            "  ckptctl watch orders -o json | jq -c '.PendingCheckpoints'"
        })
final class WatchCommand extends AgentCommand {

    private static final int HISTORY = 5;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "JOB",
            description = "The job's id, the beginning of it, or its exact name.")
    private @Nullable String asked;

    @Option(
            names = "--every",
            paramLabel = "DURATION",
            description = "How often to look. Default: 1s.")
    private String every = "1s";

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "Ends after so many screens or blocks.")
    private int count = Integer.MAX_VALUE;

    private @Nullable RemoteJob job;

    @Override
    ExitCode run(Agents agents) {
        long pause = Math.max(100, Settings.millis(every));
        job = found(agents);
        boolean isScreen = output().isTable() && Terminal.isScreen();
        try (Screen screen = isScreen ? Screen.open(output()) : null) {
            String before = "";
            int shown = 0;
            while (shown < count) {
                try {
                    JsonElement state = state(agents);
                    String now = key(state);
                    if (screen != null) {
                        screen.draw(lines(state));
                        shown++;
                    } else if (!now.equals(before)) {
                        before = now;
                        output().piece(state, () -> block(state));
                        shown++;
                    }
                } catch (CliException e) {
                    if (e.exitCode() != ExitCode.NO_CONNECTION) {
                        throw e;
                    }
                    if (screen != null) {
                        screen.draw(List.of(e.words(), "", "Looks again."));
                    }
                    job = again(agents);
                }
                if (shown < count) {
                    TimeUnit.MILLISECONDS.sleep(pause);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.DONE;
    }

    private @Nullable RemoteJob found(Agents agents) {
        if (asked != null) {
            return agents.job(asked);
        }
        List<RemoteJob> jobs = agents.jobs();
        return jobs.size() == 1 ? jobs.get(0) : null;
    }

    /** Finds the job again: another JobManager may have it by now. */
    private @Nullable RemoteJob again(Agents agents) {
        try {
            return job == null ? null : agents.jobOfId(job.id()).orElse(job);
        } catch (CliException e) {
            return job;
        }
    }

    private JsonElement state(Agents agents) {
        if (job != null) {
            return job.read();
        }
        JsonArray jobs = new JsonArray();
        JobsCommand.read(agents).forEach(jobs::add);
        return jobs;
    }

    private List<String> block(JsonElement state) {
        List<String> block = new ArrayList<>(lines(state));
        block.add("");
        return block;
    }

    private List<String> lines(JsonElement state) {
        if (job == null) {
            return JobsCommand.lines(JobsJson.objects(state), output().style());
        }
        JobPage page = new JobPage(state.getAsJsonObject(), output().style());
        List<String> lines = new ArrayList<>(page.head());
        for (List<String> part :
                List.of(
                        page.pending(),
                        page.settings(false),
                        page.state(),
                        page.history(HISTORY))) {
            if (!part.isEmpty()) {
                lines.add("");
                lines.addAll(part);
            }
        }
        return lines;
    }

    /** Returns the part of a state that identifies it: everything but the passing of time. */
    private static String key(JsonElement state) {
        if (state.isJsonArray()) {
            return JobsJson.objects(state).stream()
                    .map(WatchCommand::key)
                    .collect(Collectors.joining());
        }
        JsonObject key = state.getAsJsonObject().deepCopy();
        key.keySet()
                .removeIf(
                        name ->
                                name.equals("NextTriggerAt")
                                        || name.matches(".*(Age|In|Millis|Ratio)"));
        return key.toString();
    }
}
