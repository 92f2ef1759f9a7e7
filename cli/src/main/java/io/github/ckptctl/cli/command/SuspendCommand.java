// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonObject;
import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.remote.RemoteJob;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Command that suspends checkpointing. */
@Command(
        name = "suspend",
        customSynopsis =
                "ckptctl suspend (JOB | --name PATTERN | --all) [--mode MODE] [--for DURATION] [OPTIONS]",
        description = {
            "Suspends checkpointing until it is resumed.",
            "periodic: nothing is triggered periodically; what is in flight goes on. all: nothing in"
                    + " flight and nothing new can complete any more, savepoints included. Answers the"
                    + " newest completed checkpoint."
        },
        footerHeading = "%nExamples%n",
        footer = {
            "  ckptctl suspend orders",
            "  ckptctl suspend orders --mode all --for 15m --reason 'node patching'",
            "  ckptctl suspend --name 'etl-*' --yes"
        })
final class SuspendCommand extends SuspensionCommand {

    /** Extent of the suspension. */
    enum Mode {
        /** Periodic triggers. */
        PERIODIC,
        /** Everything. */
        ALL
    }

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "periodic or all. Default: periodic.")
    private Mode mode = Mode.PERIODIC;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            description = "Resumes by itself after this time.")
    private @Nullable String duration;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description =
                    "Why, for the history and for callers that are refused meanwhile; with --for.")
    private String reason = "";

    @Override
    String deed() {
        return "Suspend " + mode + " on";
    }

    @Override
    JsonObject act(RemoteJob job) {
        if (duration == null && !reason.isEmpty()) {
            throw new CliException(ExitCode.USAGE, "--reason goes with --for");
        }
        return (duration == null
                        ? job.call("suspend", mode.name())
                        : job.call("suspendFor", mode.name(), Settings.millis(duration), reason))
                .getAsJsonObject();
    }
}
