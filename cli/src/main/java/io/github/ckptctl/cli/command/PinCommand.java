// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonObject;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.remote.RemoteJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;

/** Command that keeps the files of a completed checkpoint. */
@Command(
        name = "pin",
        description = {
            "Keeps a completed checkpoint whatever happens, until 'ckptctl unpin' lets it go.",
            "Its files outlive newer checkpoints, and the end of the job and of its processes. Only a"
                    + " checkpoint that Flink still has can be pinned: the newest one, and more with"
                    + " 'ckptctl set JOB num-retained=N'."
        },
        footerHeading = "%nExamples%n",
        footer = {
            "  ckptctl pin orders --reason 'before the upgrade'",
            "  ckptctl pin orders 17 -o json | jq -r .externalPath"
        })
final class PinCommand extends JobCommand {

    private static final long NEWEST = -1;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "CHECKPOINT",
            description = "The checkpoint's id. Default: the newest one.")
    private long checkpoint = NEWEST;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for list and history.")
    private String reason = "";

    @Override
    ExitCode run(RemoteJob job) {
        JsonObject pinned = job.call("pinCheckpoint", checkpoint, reason).getAsJsonObject();
        output().data(
                        pinned,
                        () ->
                                List.of(
                                        "checkpoint "
                                                + JobsJson.number(pinned, "id")
                                                + " of "
                                                + job.name()
                                                + " is pinned",
                                        JobsJson.text(pinned, "externalPath")));
        return ExitCode.DONE;
    }
}
