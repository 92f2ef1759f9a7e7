// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.remote.Agents;
import io.github.ckptctl.cli.remote.RemoteJob;
import io.github.ckptctl.cli.show.Durations;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Command that follows the plugin conventions of Nagios. */
@Command(
        name = "check",
        description = {
            "Answers in one line, in the way of Nagios.",
            "Measures: age (since the latest completed checkpoint; a duration), pending (the share of its"
                    + " time that the oldest in flight has used, 0 to 1), failures (in a row). A measure"
                    + " at or above its threshold counts.",
            "Defaults: age 2 and 4 x (interval + timeout) where there is an interval, pending 0.8"
                    + " (warning only), failures 1 and 3; a suspended job is a warning, and its age has no"
                    + " default; so is a job that takes no checkpoints by itself (a batch job, or one"
                    + " without an interval)."
        },
        exitCodeOnInvalidInput = 3,
        exitCodeListHeading = "%nExit codes%n",
        exitCodeList = {"0:OK", "1:WARNING", "2:CRITICAL", "3:UNKNOWN: no answer, or no such job"},
        footerHeading = "%nExamples%n",
        footer = {
            "  ckptctl check orders",
            "  ckptctl check orders -w age=5m -c age=15m -w failures=2 --suspended ok"
        })
final class CheckCommand extends AbstractCommand {

    /** Status as defined by monitoring systems. */
    enum Status {
        /** No action is needed. */
        OK(0),
        /** An operator should investigate. */
        WARNING(1),
        /** An operator must investigate. */
        CRITICAL(2);

        private final int number;

        Status(int number) {
            this.number = number;
        }
    }

    private static final int UNKNOWN = 3;
    private static final String AGE = "age";
    private static final String PENDING = "pending";
    private static final String FAILURES = "failures";

    @Parameters(
            paramLabel = "JOB",
            description = "The job's id, the beginning of it, or its exact name.")
    private String asked = "";

    @ArgGroup(validate = false, order = 90, heading = "%nReaching the agent%n")
    private AgentOptions options = new AgentOptions();

    @Option(
            names = {"-w", "--warning"},
            paramLabel = "MEASURE=VALUE",
            description = "From where on it is a warning.")
    private Map<String, String> warning = new LinkedHashMap<>();

    @Option(
            names = {"-c", "--critical"},
            paramLabel = "MEASURE=VALUE",
            description = "From where on it is critical.")
    private Map<String, String> critical = new LinkedHashMap<>();

    @Option(
            names = "--suspended",
            paramLabel = "STATUS",
            description = "What a suspended job is: ok, warning or critical. Default: warning.")
    private Status suspended = Status.WARNING;

    @Option(
            names = "--without-checkpoints",
            paramLabel = "STATUS",
            description =
                    "What a job is that takes no checkpoints by itself: ok, warning or critical."
                            + " Default: warning.")
    private Status withoutCheckpoints = Status.WARNING;

    private final List<String> words = new ArrayList<>();
    private final List<String> performance = new ArrayList<>();
    private Status worst = Status.OK;

    @Override
    ExitCode run() {
        throw new IllegalStateException("has exit codes of its own");
    }

    @Override
    int number() {
        try (Agents agents = options.connect()) {
            RemoteJob job = agents.job(asked);
            look(job.read());
            show(worst.name(), job.title() + ": " + String.join(", ", words));
            return worst.number;
        } catch (CliException e) {
            show("UNKNOWN", e.lines().stream().map(String::strip).collect(Collectors.joining(" ")));
            return UNKNOWN;
        } catch (RuntimeException | LinkageError e) {
            // otherwise the JVM exits with the exit code of a warning
            show("UNKNOWN", "ckptctl cannot look: " + e);
            return UNKNOWN;
        }
    }

    private void look(JsonObject job) {
        requireKnown(warning);
        requireKnown(critical);
        String suspension = JobsJson.text(job, "Suspension");
        boolean isSuspended = !suspension.equals("NONE");
        String notTriggering = JobsJson.notTriggering(job);
        if (!isSuspended && !notTriggering.isEmpty()) {
            words.add("takes no checkpoints by itself (" + notTriggering + ")");
            worsen(withoutCheckpoints);
        }
        age(job, isSuspended);
        pending(job);
        failures(job);
        if (isSuspended) {
            words.add("suspended " + suspension);
            worsen(suspended);
        }
        performance.add("suspended=" + (isSuspended ? 1 : 0));
    }

    private static void requireKnown(Map<String, String> thresholds) {
        for (String name : thresholds.keySet()) {
            if (!List.of(AGE, PENDING, FAILURES).contains(name)) {
                throw new CliException(
                        ExitCode.USAGE, name + " is no measure: age, pending or failures");
            }
        }
    }

    private void age(JsonObject job, boolean isSuspended) {
        double age = JobsJson.number(job, "LatestCompletedAge");
        long interval = JobsJson.number(job, "Interval");
        long usual = isSuspended || interval < 0 ? -1 : interval + JobsJson.number(job, "Timeout");
        double warn = threshold(warning, AGE, usual < 0 ? Double.NaN : 2.0 * usual);
        double crit = threshold(critical, AGE, usual < 0 ? Double.NaN : 4.0 * usual);
        long id = JobsJson.number(job, "LatestCompletedId");
        if (age < 0) {
            // Nagios's notation for an unknown value
            performance.add(AGE + "=U");
            return;
        }
        judge(
                (id < 0 ? "no checkpoint since " : "checkpoint " + id + " completed ")
                        + Durations.about((long) age)
                        + (id < 0 ? "" : " ago"),
                age,
                warn,
                crit);
        performance.add(AGE + "=" + seconds(age) + "s;" + seconds(warn) + ";" + seconds(crit));
    }

    private void pending(JsonObject job) {
        double ratio = job.get("PendingDeadlineRatio").getAsDouble();
        double warn = threshold(warning, PENDING, 0.8);
        double crit = threshold(critical, PENDING, Double.NaN);
        long count = JobsJson.number(job, "PendingCount");
        judge(
                count == 0
                        ? "none in flight"
                        : String.format(
                                Locale.ROOT,
                                "%d in flight at %d%% of its time",
                                count,
                                Math.round(ratio * 100)),
                ratio,
                warn,
                crit);
        performance.add(
                String.format(Locale.ROOT, "pending=%.2f;%s;%s", ratio, plain(warn), plain(crit)));
    }

    private void failures(JsonObject job) {
        double failures = Math.max(0, JobsJson.number(job, "ConsecutiveFailures"));
        double warn = threshold(warning, FAILURES, 1);
        double crit = threshold(critical, FAILURES, 3);
        judge((long) failures + " failed in a row", failures, warn, crit);
        performance.add(FAILURES + "=" + (long) failures + ";" + plain(warn) + ";" + plain(crit));
    }

    private void judge(String what, double value, double warn, double crit) {
        words.add(what);
        if (value >= crit) {
            worsen(Status.CRITICAL);
        } else if (value >= warn) {
            worsen(Status.WARNING);
        }
    }

    private void worsen(Status status) {
        worst = status.compareTo(worst) > 0 ? status : worst;
    }

    private static double threshold(Map<String, String> given, String name, double otherwise) {
        String text = given.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return name.equals(AGE) ? Durations.parse(text) : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new CliException(ExitCode.USAGE, name + "=" + text + " is no number");
        }
    }

    private static String seconds(double millis) {
        return plain(millis / 1000);
    }

    private static String plain(double value) {
        return Double.isNaN(value)
                ? ""
                : value == Math.rint(value)
                        ? Long.toString((long) value)
                        : String.format(Locale.ROOT, "%.2f", value);
    }

    private void show(String status, String text) {
        JsonObject answer = new JsonObject();
        answer.addProperty("status", status);
        answer.addProperty("text", text);
        JsonArray data = new JsonArray();
        performance.forEach(data::add);
        answer.add("performance", data);
        String figures = performance.isEmpty() ? "" : " | " + String.join(" ", performance);
        // monitoring parses figures after the first bar
        String plain = text.replace("|", "\\u007c");
        output().data(answer, () -> List.of("CHECKPOINTS " + status + " - " + plain + figures));
    }
}
