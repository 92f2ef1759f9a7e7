// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonObject;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.remote.RemoteJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Command that suspends checkpointing, and waits until nothing is in flight. */
@Command(
        name = "quiesce",
        customSynopsis =
                "ckptctl quiesce (JOB | --name PATTERN | --all) [--wait DURATION] [OPTIONS]",
        description = {
            "Suspends, and waits until nothing is in flight.",
            "The suspension stays; 'ckptctl resume' ends it. Exit code 1: something is in flight still."
        },
        footerHeading = "%nExamples%n",
        footer = {"  ckptctl quiesce orders --wait 10m", "  ckptctl quiesce --all --yes -o json"})
final class QuiesceCommand extends SuspensionCommand {

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "How long to wait at most. Default: 1m.")
    private String wait = "1m";

    @Override
    String deed() {
        return "Quiesce";
    }

    @Override
    JsonObject act(RemoteJob job) {
        long end = System.nanoTime() / 1_000_000 + Settings.millis(wait);
        JsonObject answer;
        long left;
        do {
            left = Math.max(0, end - System.nanoTime() / 1_000_000);
            answer = job.call("quiesce", Math.min(left, job.longestCall())).getAsJsonObject();
        } while (!JobsJson.is(answer, "quiesced") && left > job.longestCall());
        return answer;
    }

    @Override
    ExitCode verdict(JsonObject answer) {
        return JobsJson.is(answer, "quiesced") ? ExitCode.DONE : ExitCode.FAILED;
    }
}
