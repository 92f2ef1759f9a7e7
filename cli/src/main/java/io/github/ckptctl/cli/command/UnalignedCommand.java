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

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Command that makes the checkpoints of a job unaligned, if necessary by a restart of its tasks.
 */
@Command(
        name = "unaligned",
        description = {
            "Makes the checkpoints of a job unaligned from the next one on.",
            "For a job under back-pressure, also if it was submitted with aligned checkpoints. Where its"
                    + " tasks are not capable of unaligned ones, they are restarted from the newest"
                    + " completed checkpoint, with --allow-restart alone."
        },
        footerHeading = "%nExamples%n",
        footer = {
            "  ckptctl unaligned orders",
            "  ckptctl unaligned orders --allow-restart --wait 10m --reason back-pressure"
        })
final class UnalignedCommand extends JobCommand {

    private static final long LOOK_AGAIN = 500;
    private static final String LATEST = "LatestCompletedCheckpoint";

    @Option(
            names = "--allow-restart",
            description =
                    "Lets tasks that are not capable be restarted; what the job has processed since the"
                            + " checkpoint is processed again.")
    private boolean allowRestart;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description =
                    "Before a restart, how long the checkpoint in flight may take to complete, so that"
                            + " less is processed again. Default: it is not waited for.")
    private @Nullable String wait;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history.")
    private String reason = "";

    @Mixin private Confirmation confirmation = new Confirmation();

    @Override
    ExitCode run(RemoteJob job) {
        boolean restarts = allowRestart && !isCapable(job);
        if (restarts) {
            JsonObject latest = JobsJson.object(job.read(LATEST), LATEST);
            confirmation.require(
                    output(),
                    "Restart the tasks of "
                            + job.name()
                            + " from checkpoint "
                            + JobsJson.number(latest, "id")
                            + (wait == null ? "?" : " or a newer one?"));
            if (wait != null) {
                awaitYoungerCheckpoint(job, Settings.millis(wait));
            }
        }
        JsonObject answer = job.call("enableUnaligned", restarts, reason).getAsJsonObject();
        output().data(answer, () -> List.of(words(job, answer)));
        return ExitCode.DONE;
    }

    private static boolean isCapable(RemoteJob job) {
        return JobsJson.text(job.read("UnalignedCapable"), "UnalignedCapable").equals("YES");
    }

    /** Returns the steps that enabling them took. */
    static String words(RemoteJob job, JsonObject answer) {
        String done = job.name() + ": checkpoints are unaligned from the next one on; ";
        return JobsJson.is(answer, "restarted")
                ? done
                        + "its tasks restart from checkpoint "
                        + JobsJson.number(answer, "checkpointId")
                        + ", completed "
                        + Durations.about(JobsJson.number(answer, "age"))
                        + " ago"
                : done + "nothing is restarted (" + JobsJson.text(answer, "reason") + ")";
    }

    /** Extends the oldest checkpoint in flight to the given time, and waits for its end. */
    private void awaitYoungerCheckpoint(RemoteJob job, long millis) {
        List<JsonObject> pending =
                JobsJson.objects(job.read("PendingCheckpoints"), "PendingCheckpoints");
        pending.removeIf(each -> JobsJson.text(each, "kind").contains("Savepoint"));
        if (pending.isEmpty()) {
            return;
        }
        long id = JobsJson.number(pending.get(0), "id");
        long left = JobsJson.number(pending.get(0), "deadline") - System.currentTimeMillis();
        if (left < millis) {
            job.call("extendInFlight", id, millis - left);
        }
        output().say("waits for checkpoint " + id + ", " + Durations.exact(millis) + " at most");
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (isInFlight(job, id)) {
            if (System.nanoTime() - end >= 0) {
                output().say("checkpoint " + id + " has not completed");
                return;
            }
            pause();
        }
    }

    private static boolean isInFlight(RemoteJob job, long id) {
        return JobsJson.objects(job.read("PendingCheckpoints"), "PendingCheckpoints").stream()
                .anyMatch(each -> JobsJson.number(each, "id") == id);
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
