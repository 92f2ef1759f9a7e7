// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonObject;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.remote.RemoteJob;
import picocli.CommandLine.Command;

/** Command that shows what blocks a checkpoint. */
@Command(
        name = "diagnose",
        description = {
            "Tells what holds a checkpoint, and what would help.",
            "The oldest in flight, or the last that failed."
        },
        footerHeading = "%nExamples%n",
        footer = {"  ckptctl diagnose orders", "  ckptctl diagnose orders -o json | jq .advice"})
final class DiagnoseCommand extends JobCommand {

    @Override
    ExitCode run(RemoteJob job) {
        JsonObject diagnosis = job.call("diagnose").getAsJsonObject();
        output().data(diagnosis, () -> JobsJson.texts(diagnosis, "sentences"));
        return ExitCode.DONE;
    }
}
