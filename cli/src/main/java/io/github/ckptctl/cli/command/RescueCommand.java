// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.remote.RemoteJob;
import io.github.ckptctl.cli.show.Durations;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Command that saves the checkpoint in flight. */
@Command(
        name = "rescue",
        description = {
            "Saves the checkpoint in flight, if time can save it.",
            "Shows what holds it, proposes a longer timeout, asks, sets it, gives it to what is in flight,"
                    + " and follows that checkpoint to its end.",
            "Proposed is the longest of: 3 x the timeout, 2 x its age x total / acknowledged, 2 x the"
                    + " duration of the latest completed one; in whole minutes, one day at most.",
            "Where barriers wait behind records, --unaligned makes the next checkpoints unaligned when this"
                    + " one has completed; the job's tasks are restarted from it if that is needed.",
            "Exit code 0: it completed, or there is nothing to rescue. 1: it did not."
        },
        footerHeading = "%nExamples%n",
        footer = {
            "  ckptctl rescue orders",
            "  ckptctl rescue orders --timeout 30m --ttl 2h --yes",
            "  ckptctl rescue orders --unaligned"
        })
final class RescueCommand extends JobCommand {

    private static final long LOOK_AGAIN = 500;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "The new timeout, instead of the proposed one.")
    private @Nullable String timeout;

    @Option(
            names = "--ttl",
            paramLabel = "DURATION",
            description = "How long the new timeout holds; without, until it is reset.")
    private String ttl = "0";

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "How long to wait for a checkpoint if none is in flight. Default: 2m.")
    private String wait = "2m";

    @Option(
            names = "--unaligned",
            description =
                    "Makes the next checkpoints unaligned when this one has completed; restarts the"
                            + " job's tasks from it if they are not capable of that.")
    private boolean unaligned;

    @Mixin private Confirmation confirmation = new Confirmation();

    @Override
    ExitCode run(RemoteJob job) {
        JsonObject state = troubled(job);
        List<JsonObject> pending = checkpoints(state);
        if (pending.isEmpty()) {
            return nothingToDo(JobsJson.notTriggering(state));
        }
        long id = JobsJson.number(pending.get(0), "id");
        JsonObject diagnosis = job.call("diagnose").getAsJsonObject();
        show(state, diagnosis);
        requireThatTimeHelps(diagnosis);
        long before = JobsJson.number(state, "Timeout");
        long proposed = proposed(state, pending.get(0));
        String change =
                "the timeout from " + Durations.exact(before) + " to " + Durations.exact(proposed);
        confirmation.require(
                output(),
                "Set "
                        + change
                        + " and give it to checkpoint "
                        + id
                        + (unaligned ? ", then make the next ones unaligned?" : "?"));
        output().say("sets " + change);
        String moved = giveTime(job, id, proposed);
        output().say("checkpoint " + id + " " + moved);
        boolean isLost = moved.equals("GONE") && !status(job, id).equals("COMPLETED");
        JsonObject answer = new JsonObject();
        answer.addProperty("timeoutBefore", before);
        answer.addProperty("timeout", proposed);
        ExitCode saved = follow(job, isLost ? next(job, id) : id, answer);
        try {
            if (saved == ExitCode.DONE) {
                makeUnaligned(job, diagnosis, answer);
            }
        } finally {
            output().data(answer, () -> List.of(words(answer)));
        }
        return saved;
    }

    /**
     * Makes the next checkpoints unaligned if requested, otherwise suggests it if it would help.
     */
    private void makeUnaligned(RemoteJob job, JsonObject diagnosis, JsonObject answer) {
        if (unaligned) {
            String reason = "rescue of checkpoint " + JobsJson.number(answer, "checkpointId");
            JsonObject enabled = job.call("enableUnaligned", true, reason).getAsJsonObject();
            answer.add("unaligned", enabled);
            output().say(UnalignedCommand.words(job, enabled));
        } else if (verdict(diagnosis, "enableUnaligned").equals("HELPS")) {
            output().say(
                            "Barriers wait behind records: 'ckptctl unaligned "
                                    + job.id()
                                    + "' lets the next ones overtake.");
        }
    }

    private static String verdict(JsonObject diagnosis, String setting) {
        return JobsJson.objects(diagnosis, "advice").stream()
                .filter(advice -> JobsJson.text(advice, "setting").equals(setting))
                .map(advice -> JobsJson.text(advice, "verdict"))
                .findFirst()
                .orElse("");
    }

    private ExitCode nothingToDo(String notTriggering) {
        JsonObject answer = new JsonObject();
        answer.addProperty("outcome", "NOTHING_TO_RESCUE");
        answer.addProperty("notTriggering", notTriggering);
        String words =
                notTriggering.isEmpty()
                        ? "nothing is in flight and nothing has failed: all is well"
                        : "nothing is in flight, and no checkpoint is triggered: " + notTriggering;
        output().data(answer, () -> List.of(words));
        return ExitCode.DONE;
    }

    private void show(JsonObject state, JsonObject diagnosis) {
        JobPage page = new JobPage(state, output().style());
        page.head().forEach(output()::say);
        page.pending().forEach(output()::say);
        output().say("");
        JobsJson.texts(diagnosis, "sentences").forEach(output()::say);
        output().say("");
    }

    private String giveTime(RemoteJob job, long id, long timeoutMillis) {
        job.call(
                "updateSettings",
                Map.of("Timeout", Long.toString(timeoutMillis)),
                "rescue of checkpoint " + id,
                Settings.millis(ttl),
                -1L);
        return outcomeOf(id, job.call("rescheduleInFlight").getAsJsonArray());
    }

    private static String status(RemoteJob job, long id) {
        return JobsJson.text(job.call("describeCheckpoint", id).getAsJsonObject(), "status");
    }

    /** Waits for the next checkpoint, which has the new timeout from its start. */
    private long next(RemoteJob job, long id) {
        output().say("it had ended before it got the time; follows the next one");
        JsonObject state = awaitCheckpoint(job, job.read("PendingCheckpoints"), id);
        return JobsJson.number(newer(state, id).get(0), "id");
    }

    /**
     * Returns the job's state; waits for a checkpoint if one is expected and the last one failed.
     */
    private JsonObject troubled(RemoteJob job) {
        JsonObject state = job.read();
        boolean isQuiet = checkpoints(state).isEmpty();
        if (!isQuiet || JobsJson.number(state, "ConsecutiveFailures") <= 0) {
            return state;
        }
        String why = JobsJson.notTriggering(state);
        // while the job restarts, the next one is still to come
        if (!why.isEmpty() && JobsJson.text(state, "JobStatus").equals("RUNNING")) {
            throw new CliException(
                    ExitCode.FAILED,
                    "the latest checkpoint failed, and there is no next one to save: " + why);
        }
        output().say("waits for the next checkpoint");
        awaitCheckpoint(job, state, -1);
        return job.read();
    }

    private JsonObject awaitCheckpoint(RemoteJob job, JsonObject first, long after) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Settings.millis(wait));
        JsonObject state = first;
        while (newer(state, after).isEmpty()) {
            if (System.nanoTime() - end >= 0) {
                throw new CliException(
                        ExitCode.FAILED,
                        "no checkpoint was triggered within " + wait + "; is it suspended?");
            }
            pause();
            state = job.read("PendingCheckpoints");
        }
        return state;
    }

    private static List<JsonObject> newer(JsonObject state, long id) {
        List<JsonObject> newer = checkpoints(state);
        newer.removeIf(each -> JobsJson.number(each, "id") <= id);
        return newer;
    }

    private static List<JsonObject> checkpoints(JsonObject state) {
        List<JsonObject> pending = JobsJson.objects(state, "PendingCheckpoints");
        pending.removeIf(each -> JobsJson.text(each, "kind").contains("Savepoint"));
        return pending;
    }

    private long proposed(JsonObject state, JsonObject checkpoint) {
        return timeout != null
                ? Settings.millis(timeout)
                : ProposedTimeout.millis(
                        JobsJson.number(state, "Timeout"),
                        checkpoint,
                        JobsJson.number(state, "LatestCompletedDuration"),
                        System.currentTimeMillis());
    }

    private void requireThatTimeHelps(JsonObject diagnosis) {
        for (JsonObject advice : JobsJson.objects(diagnosis, "advice")) {
            if (timeout == null
                    && JobsJson.text(advice, "setting").equals("Timeout")
                    && JobsJson.text(advice, "verdict").equals("DOES_NOT_HELP")) {
                throw new CliException(
                        ExitCode.FAILED,
                        "more time does not help: "
                                + JobsJson.text(advice, "why")
                                + "; with --timeout it is done all the same. Nothing done.");
            }
        }
    }

    private static String outcomeOf(long id, JsonArray moved) {
        return JobsJson.objects(moved).stream()
                .filter(each -> JobsJson.number(each, "id") == id)
                .map(each -> JobsJson.text(each, "outcome"))
                .findFirst()
                .orElse("GONE");
    }

    private ExitCode follow(RemoteJob job, long id, JsonObject answer) {
        String before = "";
        while (true) {
            JsonObject described = job.call("describeCheckpoint", id).getAsJsonObject();
            String status = JobsJson.text(described, "status");
            if (!status.equals("IN_PROGRESS")) {
                return ended(id, described, status, answer);
            }
            String progress =
                    JobsJson.number(described, "acknowledged")
                            + " of "
                            + JobsJson.number(described, "total")
                            + " acknowledged";
            if (!progress.equals(before)) {
                before = progress;
                output().say(
                                progress
                                        + " after "
                                        + Durations.about(JobsJson.number(described, "duration")));
            }
            pause();
        }
    }

    private ExitCode ended(long id, JsonObject described, String status, JsonObject answer) {
        String failure = JobsJson.text(described, "failure");
        long duration = JobsJson.number(described, "duration");
        answer.addProperty("checkpointId", id);
        answer.addProperty("outcome", status);
        answer.addProperty("duration", duration);
        answer.addProperty("failure", failure);
        boolean isSaved = status.equals("COMPLETED");
        if (isSaved) {
            output().say("The new timeout stays until 'ckptctl reset'; change the job's own too.");
        }
        return isSaved ? ExitCode.DONE : ExitCode.FAILED;
    }

    private String words(JsonObject answer) {
        String status = JobsJson.text(answer, "outcome");
        String failure = JobsJson.text(answer, "failure");
        return "checkpoint "
                + JobsJson.number(answer, "checkpointId")
                + " "
                + (status.equals("COMPLETED")
                        ? output().style().good(status)
                        : output().style().bad(status))
                + " after "
                + Durations.about(JobsJson.number(answer, "duration"))
                + (failure.isEmpty() ? "" : ": " + failure);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(ExitCode.FAILED, "interrupted");
        }
    }
}
