// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.remote.Agents;
import io.github.ckptctl.cli.remote.Connection;
import io.github.ckptctl.cli.remote.Names;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.ArrayList;
import java.util.List;

/** Command that detaches the agent. */
@Command(
        name = "detach",
        description = {
            "Takes the agent out of a JobManager that runs.",
            "Every change and suspension goes with it; the jobs run on as they were submitted.",
            "A restart of the JobManager brings it back if it is in its options; see 'uninstall'."
        },
        footerHeading = "%nExamples%n",
        footer = "  ckptctl detach --pid 4711 --yes")
final class DetachCommand extends AgentCommand {

    @Mixin private Confirmation confirmation = new Confirmation();

    @Override
    ExitCode run(Agents agents) {
        agents.jobs();
        JsonArray data = new JsonArray();
        List<String> lines = new ArrayList<>();
        for (Connection connection : agents.connections()) {
            confirmation.require(output(), "Take the agent out of " + connection.name() + "?");
            connection.call(Names.AGENT, "detach");
            JsonObject answer = new JsonObject();
            answer.addProperty("agent", connection.name());
            answer.addProperty("outcome", "OUT");
            data.add(answer);
            lines.add(connection.name() + ": the agent is out; jobs run on as submitted");
        }
        output().data(data, () -> lines);
        return ExitCode.DONE;
    }
}
