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
import java.util.Locale;

/** Command that stops a job with a checkpoint or a savepoint. */
@Command(
        name = "stop",
        description = {
            "Stops a job with a last checkpoint or a savepoint, and answers its path.",
            "From there it starts again without reading any record twice.",
            "Not done at the deadline, the stop is given up and the job runs on. Over http the deadline"
                    + " is 25s at most; with --pid one hour."
        },
        footerHeading = "%nExamples%n",
        footer = {
            "  ckptctl stop orders",
            "  ckptctl stop orders --savepoint s3://bucket/savepoints --format native",
            "  flink run -s \"$(ckptctl stop orders --yes -o json | jq -r .externalPath)\" orders.jar"
        })
final class StopCommand extends JobCommand {

    @Option(names = "--drain", description = "Ends event time: all windows and timers fire.")
    private boolean drain;

    @Option(
            names = "--savepoint",
            paramLabel = "DIR",
            arity = "0..1",
            fallbackValue = "",
            description = {
                "Stops it with a savepoint below this directory, which the JobManager and the"
                        + " TaskManagers write to.",
                "Without DIR below the one that is configured for the job."
            })
    private @Nullable String savepoint;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "The savepoint's format: canonical (for any state backend), or native (faster)."
                            + " Default: canonical.")
    private @Nullable String format;

    @Option(
            names = "--deadline",
            paramLabel = "DURATION",
            description = "After how long the stop is given up. Default: 25s.")
    private String deadline = "25s";

    @Mixin private Confirmation confirmation = new Confirmation();

    @Override
    ExitCode run(RemoteJob job) {
        if (savepoint == null && format != null) {
            throw new CliException(ExitCode.USAGE, "--format belongs to --savepoint");
        }
        long millis = Settings.millis(deadline);
        if (millis > job.longestCall()) {
            throw new CliException(
                    ExitCode.USAGE,
                    "over http the deadline is "
                            + Durations.exact(job.longestCall())
                            + " at most; on the JobManager's machine use --pid");
        }
        confirmation.require(
                output(),
                "Stop the job "
                        + job.title()
                        + (savepoint == null ? "" : " with a savepoint")
                        + (drain ? ", drained?" : "?"));
        JsonObject stopped = stopped(job, millis);
        output().data(
                        stopped,
                        () ->
                                List.of(
                                        job.title()
                                                + (savepoint == null
                                                        ? " stopped with checkpoint "
                                                        : " stopped with savepoint ")
                                                + JobsJson.number(stopped, "checkpointId")
                                                + " after "
                                                + Durations.about(
                                                        JobsJson.number(stopped, "duration"))
                                                + "; to be started with "
                                                + JobsJson.text(stopped, "claimModeOption")
                                                + ": "
                                                + String.join(
                                                        " or ",
                                                        JobsJson.texts(stopped, "claimModes")),
                                        JobsJson.text(stopped, "externalPath")));
        if (!JobsJson.texts(stopped, "claimModes").contains("NO_CLAIM")) {
            output().warn(
                            "Flink's default, NO_CLAIM, does not do for this job: started so, each of"
                                    + " its checkpoints fails it over. Start it with "
                                    + JobsJson.text(stopped, "claimModeOption")
                                    + ": "
                                    + String.join(" or ", JobsJson.texts(stopped, "claimModes")));
        }
        return ExitCode.DONE;
    }

    /** Returns the agent's name of the format, which it checks. */
    private String format() {
        return format == null ? "CANONICAL" : format.toUpperCase(Locale.ROOT);
    }

    private JsonObject stopped(RemoteJob job, long millis) {
        try {
            return (savepoint == null
                            ? job.call("stopWithCheckpoint", drain, millis)
                            : job.call("stopWithSavepoint", savepoint, format(), drain, millis))
                    .getAsJsonObject();
        } catch (CliException e) {
            boolean givenUp = e.exitCode() == ExitCode.REFUSED && e.words().contains("not stopped");
            throw givenUp ? new CliException(ExitCode.FAILED, e.words()) : e;
        }
    }
}
