// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.remote.RemoteJob;
import io.github.ckptctl.cli.show.Table;
import io.github.ckptctl.cli.show.ValueFormatter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.List;

/** Command that shows the history. */
@Command(
        name = "history",
        description = "Shows who changed what, and what was refused.",
        footerHeading = "%nExamples%n",
        footer = {
            "  ckptctl history orders",
            "  ckptctl history orders -n 200 -o json | jq '.[] | select(.outcome | startswith(\"REFUSED\"))'"
        })
final class HistoryCommand extends JobCommand {

    @Option(
            names = {"-n", "--last"},
            paramLabel = "N",
            description = "How many entries; 200 are kept. Default: 20.")
    private int last = 20;

    @Override
    ExitCode run(RemoteJob job) {
        List<JsonObject> all = JobsJson.objects(job.read("History"), "History");
        List<JsonObject> shown =
                all.subList(Math.max(0, all.size() - Math.max(0, last)), all.size());
        JsonArray data = new JsonArray();
        shown.forEach(data::add);
        output().data(data, () -> lines(shown));
        if (shown.isEmpty() && output().isTable()) {
            output().say("nothing was changed so far");
        }
        return ExitCode.DONE;
    }

    static List<String> lines(List<JsonObject> entries) {
        if (entries.isEmpty()) {
            return List.of();
        }
        Table table = new Table("AT", "REV", "BY", "ACTION", "WHAT");
        for (JsonObject entry : entries) {
            table.row(
                    ValueFormatter.time(JobsJson.number(entry, "at")),
                    Long.toString(JobsJson.number(entry, "revision")),
                    JobsJson.text(entry, "by"),
                    JobsJson.text(entry, "action"),
                    HistoryFormatter.of(entry));
        }
        return table.lines();
    }
}
