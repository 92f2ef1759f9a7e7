// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonObject;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.remote.RemoteJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.List;

/** Command that lets a pinned checkpoint go. */
@Command(
        name = "unpin",
        description = {
            "Lets a pinned checkpoint go: Flink deletes it as if it had never been pinned.",
            "That is at once if newer checkpoints have taken its place."
        },
        footerHeading = "%nExamples%n",
        footer = "  ckptctl unpin orders 17 --yes")
final class UnpinCommand extends JobCommand {

    @Parameters(index = "1", paramLabel = "CHECKPOINT", description = "The checkpoint's id.")
    private long checkpoint;

    @Mixin private Confirmation confirmation = new Confirmation();

    @Override
    ExitCode run(RemoteJob job) {
        confirmation.require(
                output(),
                "Let checkpoint "
                        + checkpoint
                        + " of "
                        + job.title()
                        + " go? Its files may be deleted at once.");
        JsonObject answer = job.call("unpinCheckpoint", checkpoint).getAsJsonObject();
        output().data(
                        answer,
                        () ->
                                List.of(
                                        "checkpoint "
                                                + JobsJson.number(answer, "id")
                                                + ": "
                                                + JobsJson.text(answer, "explanation")));
        return ExitCode.DONE;
    }
}
