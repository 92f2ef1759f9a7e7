// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonObject;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.remote.RemoteJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.List;

/** Command that moves one deadline. */
@Command(
        name = "extend",
        description = "Gives one checkpoint in flight more time.",
        footerHeading = "%nExamples%n",
        footer = "  ckptctl extend orders 17 10m")
final class ExtendCommand extends JobCommand {

    @Parameters(index = "1", paramLabel = "CHECKPOINT", description = "The checkpoint's id.")
    private long checkpoint;

    @Parameters(index = "2", paramLabel = "DURATION", description = "How much more time.")
    private String by = "";

    @Override
    ExitCode run(RemoteJob job) {
        JsonObject moved =
                job.call("extendInFlight", checkpoint, Settings.millis(by)).getAsJsonObject();
        output().data(moved, () -> List.of(RescheduleCommand.words(moved)));
        return JobsJson.text(moved, "outcome").equals("RESCHEDULED")
                ? ExitCode.DONE
                : ExitCode.FAILED;
    }
}
