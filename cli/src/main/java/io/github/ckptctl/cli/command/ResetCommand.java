// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonObject;
import io.github.ckptctl.cli.remote.RemoteJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.List;

/** Command that restores the submitted settings. */
@Command(
        name = "reset",
        customSynopsis = "ckptctl reset (JOB | --name PATTERN | --all) [--failure-count] [OPTIONS]",
        description = "Goes back to the settings that were submitted.",
        footerHeading = "%nExamples%n",
        footer = {
            "  ckptctl reset orders",
            "  ckptctl reset orders --failure-count",
            "  ckptctl reset --all --yes"
        })
final class ResetCommand extends BulkCommand {

    private static final String PROBLEM = "persistenceProblem";

    @Option(
            names = "--failure-count",
            description = "Sets the count of failures in a row to zero instead.")
    private boolean failureCount;

    @Override
    String deed() {
        return failureCount ? "Set the failure count to zero on" : "Reset the settings of";
    }

    @Override
    JsonObject act(RemoteJob job) {
        JsonObject answer = new JsonObject();
        if (failureCount) {
            job.call("resetFailureCount");
            answer.addProperty("consecutiveFailures", 0);
        } else {
            answer.add("revision", job.call("resetSettings"));
            answer.add(PROBLEM, job.read("PersistenceProblem").get("PersistenceProblem"));
        }
        return answer;
    }

    @Override
    List<String> lines(JsonObject answer) {
        return List.of(line(answer));
    }

    @Override
    String line(JsonObject answer) {
        if (failureCount) {
            return "no failures in a row";
        }
        String problem = JobsJson.text(answer, PROBLEM);
        return "as submitted, revision "
                + JobsJson.number(answer, "revision")
                + (problem.isEmpty() ? "" : "; " + problem);
    }
}
