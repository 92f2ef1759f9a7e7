// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.remote.RemoteJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;

/** Command that shows a job, or some of its attributes. */
@Command(
        name = "get",
        description = {
            "Shows a job's settings and state.",
            "With the names of attributes (docs/operations.md has them) it shows those alone, as they"
                    + " are: times in epoch milliseconds, durations in milliseconds."
        },
        footerHeading = "%nExamples%n",
        footer = {
            "  ckptctl get orders",
            "  ckptctl get orders LatestCompletedId",
            "  ckptctl get orders -o json | jq .Settings"
        })
final class GetCommand extends JobCommand {

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ATTRIBUTE",
            description = "Attributes of the bean; all without.")
    private List<String> attributes = new ArrayList<>();

    @Override
    ExitCode run(RemoteJob job) {
        JsonObject values = job.read(attributes.toArray(new String[0]));
        output().data(
                        values,
                        () ->
                                attributes.isEmpty()
                                        ? new JobPage(values, output().style()).lines()
                                        : plain(values));
        return ExitCode.DONE;
    }

    private List<String> plain(JsonObject values) {
        List<String> lines = new ArrayList<>();
        for (String attribute : attributes) {
            JsonElement value = values.get(attribute);
            String text = value.isJsonPrimitive() ? value.getAsString() : value.toString();
            lines.add(attributes.size() == 1 ? text : attribute + "=" + text);
        }
        return lines;
    }
}
