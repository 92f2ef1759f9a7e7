// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.remote.RemoteJob;
import io.github.ckptctl.cli.show.Table;
import io.github.ckptctl.cli.show.ValueFormatter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Command that changes settings. */
@Command(
        name = "set",
        customSynopsis =
                "ckptctl set (JOB | --name PATTERN | --all) SETTING=VALUE... [--in-flight] [--dry-run]"
                        + " [OPTIONS]",
        description = {
            "Changes settings: all that are named, or none.",
            "Settings: timeout, interval, min-pause, interval-during-backlog, aligned-timeout,"
                    + " unaligned-enabled, tolerable-failed-checkpoints, retention, num-retained, max-concurrent,"
                    + " transaction-timeout, transaction-guard, auto-extend-ack-percent, auto-extend-by,"
                    + " auto-extend-limit; 'ckptctl get JOB' shows them all. A duration is 30s, 10m, 1h30m, PT10M, or"
                    + " a number of milliseconds."
        },
        footerHeading = "%nExamples%n",
        footer = {
            "  ckptctl set orders timeout=20m --in-flight --reason 'slow storage'",
            "  ckptctl set orders interval=5m min-pause=1m --ttl 1h",
            "  ckptctl set orders timeout=20m --dry-run",
            "  ckptctl set orders retention=retain-on-cancellation",
            "  ckptctl set --name 'etl-*' interval=10m --yes"
        })
final class SetCommand extends BulkCommand {

    @Option(
            names = "--in-flight",
            description = "Gives checkpoints in flight the timeout too (rescheduleInFlight).")
    private boolean inFlight;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history.")
    private String reason = "";

    @Option(
            names = "--ttl",
            paramLabel = "DURATION",
            description = "How long it holds; without, until it is reset.")
    private String ttl = "0";

    @Option(
            names = "--revision",
            paramLabel = "N",
            description = "Only if the settings are at this revision still.")
    private long revision = -1;

    @Option(
            names = "--dry-run",
            description =
                    "Changes nothing: shows what would change, the next trigger, the deadlines in"
                            + " flight, and everything that would be refused.")
    private boolean dryRun;

    private final Map<String, String> asked = new LinkedHashMap<>();

    @Override
    void prepare(List<String> rest) {
        for (String word : rest) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new CliException(
                        ExitCode.USAGE, "'" + word + "' is no setting; write timeout=20m");
            }
            if (asked.put(word.substring(0, equals), word.substring(equals + 1)) != null) {
                throw new CliException(
                        ExitCode.USAGE, word.substring(0, equals) + " is there twice");
            }
        }
        if (asked.isEmpty()) {
            throw new CliException(ExitCode.USAGE, "set what? Write timeout=20m, for example");
        }
        Settings.millis(ttl);
    }

    @Override
    String deed() {
        return "Set " + asked.toString().replaceAll("[{}]", "") + " on";
    }

    @Override
    boolean isHarmless() {
        return dryRun;
    }

    @Override
    JsonObject act(RemoteJob job) {
        Map<String, String> values = Settings.of(job).values(asked);
        long ttlMillis = Settings.millis(ttl);
        JsonObject forecast =
                job.call("forecastSettings", values, ttlMillis, revision).getAsJsonObject();
        JsonObject answer = new JsonObject();
        if (dryRun) {
            answer.addProperty("dryRun", true);
            forecast.entrySet().forEach(entry -> answer.add(entry.getKey(), entry.getValue()));
            return answer;
        }
        JsonElement changed = job.call("updateSettings", values, reason, ttlMillis, revision);
        answer.add("revision", changed);
        answer.add("changes", forecast.get("changes"));
        answer.add("warnings", forecast.get("warnings"));
        if (inFlight) {
            answer.add("inFlight", job.call("rescheduleInFlight"));
        }
        return answer;
    }

    @Override
    ExitCode verdict(JsonObject answer) {
        return dryRun && !JobsJson.texts(answer, "faults").isEmpty()
                ? ExitCode.REFUSED
                : ExitCode.DONE;
    }

    @Override
    List<String> lines(JsonObject answer) {
        List<String> lines = new ArrayList<>();
        if (dryRun) {
            JobsJson.texts(answer, "faults")
                    .forEach(fault -> output().say(output().style().bad("refused: ") + fault));
        }
        JobsJson.texts(answer, "warnings").forEach(output()::warn);
        Table table = new Table();
        for (JsonObject change : JobsJson.objects(answer, "changes")) {
            table.row(
                    JobsJson.text(change, "name"),
                    Settings.text(change, "from")
                            + " -> "
                            + output().style().bold(Settings.text(change, "to")));
        }
        lines.addAll(table.lines());
        if (dryRun && verdict(answer) == ExitCode.REFUSED) {
            lines.add("Nothing was changed.");
            return lines;
        }
        if (dryRun) {
            long now = System.currentTimeMillis();
            lines.add(
                    "next trigger "
                            + ValueFormatter.in(JobsJson.number(answer, "nextTriggerAt"), now));
            lines.addAll(RescheduleCommand.lines(answer, inFlight ? "" : "with --in-flight: "));
            lines.add("Nothing was changed.");
            return lines;
        }
        if (lines.isEmpty()) {
            lines.add("nothing is another value than before");
        }
        lines.add("revision " + JobsJson.number(answer, "revision"));
        if (inFlight) {
            lines.addAll(RescheduleCommand.lines(answer, ""));
        }
        return lines;
    }

    @Override
    String line(JsonObject answer) {
        List<String> words = new ArrayList<>();
        if (dryRun) {
            words.addAll(JobsJson.texts(answer, "faults"));
        }
        for (JsonObject change : JobsJson.objects(answer, "changes")) {
            words.add(
                    JobsJson.text(change, "name")
                            + " "
                            + Settings.text(change, "from")
                            + " -> "
                            + Settings.text(change, "to"));
        }
        return words.isEmpty() ? "nothing to change" : String.join("; ", words);
    }
}
