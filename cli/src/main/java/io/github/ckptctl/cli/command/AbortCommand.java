// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonObject;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.remote.RemoteJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.List;

/** Command that aborts one checkpoint. */
@Command(
        name = "abort",
        description = {
            "Aborts one checkpoint in flight.",
            "It does not count as a failure. Savepoints too, but not one that stops the job."
        },
        footerHeading = "%nExamples%n",
        footer = "  ckptctl abort orders 17 --yes")
final class AbortCommand extends JobCommand {

    @Parameters(index = "1", paramLabel = "CHECKPOINT", description = "The checkpoint's id.")
    private long checkpoint;

    @Mixin private Confirmation confirmation = new Confirmation();

    @Override
    ExitCode run(RemoteJob job) {
        confirmation.require(
                output(), "Abort checkpoint " + checkpoint + " of " + job.title() + "?");
        job.call("abortCheckpoint", checkpoint);
        JsonObject answer = new JsonObject();
        answer.addProperty("checkpointId", checkpoint);
        answer.addProperty("outcome", "ABORTED");
        output().data(answer, () -> List.of("checkpoint " + checkpoint + " ABORTED"));
        return ExitCode.DONE;
    }
}
