// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonObject;
import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.remote.RemoteJob;
import io.github.ckptctl.cli.show.Durations;
import io.github.ckptctl.cli.show.ValueFormatter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** Command that triggers a checkpoint now. */
@Command(
        name = "trigger",
        description = {
            "Takes a checkpoint now and waits for it.",
            "Over http the agent lets go of a call after 30 s; the checkpoint goes on, and 'ckptctl"
                    + " watch' shows it. With --pid the wait has no such end."
        },
        footerHeading = "%nExamples%n",
        footer = {"  ckptctl trigger orders", "  ckptctl trigger orders --type full -o json"})
final class TriggerCommand extends JobCommand {

    /** Kind of checkpoint. */
    enum Type {
        /** As the job is configured. */
        CONFIGURED,
        /** The full state. */
        FULL,
        /** The changes since the last one. */
        INCREMENTAL
    }

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "configured, full or incremental. Default: configured.")
    private Type type = Type.CONFIGURED;

    @Override
    ExitCode run(RemoteJob job) {
        JsonObject completed = completed(job);
        output().data(
                        completed,
                        () ->
                                List.of(
                                        "checkpoint "
                                                + JobsJson.number(completed, "id")
                                                + " COMPLETED after "
                                                + Durations.about(
                                                        JobsJson.number(completed, "duration"))
                                                + ", "
                                                + ValueFormatter.size(
                                                        JobsJson.number(completed, "stateSize")),
                                        JobsJson.path(completed),
                                        "survives " + JobsJson.survives(completed)));
        return ExitCode.DONE;
    }

    private JsonObject completed(RemoteJob job) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(job.longestCall());
        try {
            return job.call("triggerCheckpoint", type.name()).getAsJsonObject();
        } catch (CliException e) {
            if (e.exitCode() == ExitCode.NO_CONNECTION && System.nanoTime() - end > 0) {
                throw new CliException(
                        ExitCode.FAILED,
                        "the agent let go of the call; the checkpoint goes on, 'ckptctl watch' shows it");
            }
            boolean didNotComplete =
                    e.exitCode() == ExitCode.REFUSED && e.words().contains("did not complete");
            throw didNotComplete ? new CliException(ExitCode.FAILED, e.words()) : e;
        }
    }
}
