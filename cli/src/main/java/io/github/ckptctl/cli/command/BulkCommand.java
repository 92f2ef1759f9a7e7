// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.remote.Agents;
import io.github.ckptctl.cli.remote.RemoteJob;
import io.github.ckptctl.cli.show.Table;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;

/**
 * Base class of commands for one job or several; after a failure they continue with the next job.
 */
abstract class BulkCommand extends AgentCommand {

    @Parameters(
            arity = "0..*",
            paramLabel = "JOB",
            description = "The job's id, the beginning of it, or its exact name.")
    private List<String> words = new ArrayList<>();

    @Mixin private JobsSelection selection = new JobsSelection();
    @Mixin private Confirmation confirmation = new Confirmation();

    @Override
    final ExitCode run(Agents agents) {
        List<String> rest = new ArrayList<>(words);
        if (!selection.isBulk() && rest.isEmpty()) {
            throw new CliException(ExitCode.USAGE, "which job? Name one, or give --name or --all");
        }
        String job = selection.isBulk() ? "" : rest.remove(0);
        prepare(rest);
        return selection.isBulk() ? all(selection.jobs(agents)) : one(agents.job(job));
    }

    /**
     * Accepts the arguments after the job.
     *
     * @throws CliException if they are not expected
     */
    void prepare(List<String> rest) {
        if (!rest.isEmpty()) {
            throw new CliException(
                    ExitCode.USAGE,
                    "'" + rest.get(0) + "' is too much; several jobs are --name or --all");
        }
    }

    /** Returns the beginning of the confirmation question before several jobs are changed. */
    abstract String deed();

    /** Returns whether the command changes nothing, so that no confirmation is needed. */
    boolean isHarmless() {
        return false;
    }

    /** Executes the command for one job; throws if it fails. */
    abstract JsonObject act(RemoteJob job);

    /** Returns the exit code for a response, which shows whether the request was fulfilled. */
    ExitCode verdict(JsonObject answer) {
        return ExitCode.DONE;
    }

    /** Returns the output for the response of a single job. */
    abstract List<String> lines(JsonObject answer);

    /** Returns a short outcome for the response of one of several jobs. */
    abstract String line(JsonObject answer);

    private ExitCode one(RemoteJob job) {
        JsonObject answer = act(job);
        output().data(named(job, answer), () -> lines(answer));
        return verdict(answer);
    }

    private ExitCode all(List<RemoteJob> jobs) {
        if (!isHarmless()) {
            jobs.forEach(job -> output().say("  " + job));
            String count = jobs.size() == 1 ? "this job" : "these " + jobs.size() + " jobs";
            confirmation.require(output(), deed() + " " + count + "?");
        }
        JsonArray answers = new JsonArray();
        Table table = new Table("JOB", "NAME", "OUTCOME");
        List<ExitCode> codes = new ArrayList<>();
        for (RemoteJob job : jobs) {
            JsonObject answer;
            String outcome;
            try {
                answer = act(job);
                codes.add(verdict(answer));
                outcome = line(answer);
            } catch (CliException e) {
                answer = new JsonObject();
                answer.addProperty("error", e.words());
                codes.add(e.exitCode());
                outcome = output().style().bad("not done: ") + e.words();
            }
            answer.addProperty("exitCode", codes.get(codes.size() - 1).number());
            answers.add(named(job, answer));
            table.row(JobsJson.shortId(job.id()), job.name(), outcome);
        }
        output().data(answers, table::lines);
        if (codes.stream().allMatch(code -> code == ExitCode.DONE)) {
            return ExitCode.DONE;
        }
        return codes.contains(ExitCode.DONE) ? ExitCode.PARTLY : codes.get(0);
    }

    private static JsonObject named(RemoteJob job, JsonObject answer) {
        JsonObject named = new JsonObject();
        named.addProperty("jobId", job.id());
        named.addProperty("jobName", job.name());
        answer.entrySet().forEach(entry -> named.add(entry.getKey(), entry.getValue()));
        return named;
    }

    /** Returns an object that wraps a response which is not an object. */
    static JsonObject answer(String name, JsonElement value) {
        JsonObject answer = new JsonObject();
        answer.add(name, value);
        return answer;
    }
}
