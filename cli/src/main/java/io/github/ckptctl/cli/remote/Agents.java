// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.remote;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.ckptctl.cli.outcome.CliFailure;
import io.github.ckptctl.cli.outcome.ExitCode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The agents that a command is about: one, or those of a cluster's JobManagers. */
public final class Agents implements AutoCloseable {

    private final List<Connection> connections;
    private final List<CliFailure> failures = new ArrayList<>();

    /** Creates it. */
    public Agents(List<Connection> connections) {
        this.connections = List.copyOf(connections);
    }

    /** Returns the connections, whether or not anything answers at their ends. */
    public List<Connection> connections() {
        return connections;
    }

    /** Returns what those said that could not be asked. */
    public List<String> silent() {
        return failures.stream().map(CliFailure::words).collect(Collectors.toList());
    }

    /**
     * Returns the jobs of all agents that answer, by name.
     *
     * @throws CliFailure if none answers
     */
    public List<RemoteJob> jobs() {
        failures.clear();
        List<RemoteJob> jobs = new ArrayList<>();
        for (Connection connection : connections) {
            try {
                JsonElement entries = connection.read(Names.AGENT, List.of("Jobs")).get("Jobs");
                entries.getAsJsonArray().forEach(entry -> jobs.add(job(connection, entry)));
            } catch (CliFailure e) {
                failures.add(noAgent(connection, e));
            }
        }
        if (failures.size() == connections.size()) {
            throw failures.size() == 1
                    ? failures.get(0)
                    : new CliFailure(
                            failures.get(0).exitCode(),
                            "none of the addresses answers:\n  " + String.join("\n  ", silent()));
        }
        jobs.sort(Comparator.comparing(RemoteJob::name).thenComparing(RemoteJob::id));
        return jobs;
    }

    private static CliFailure noAgent(Connection connection, CliFailure failure) {
        return failure.exitCode() == ExitCode.NOT_FOUND
                ? new CliFailure(
                        ExitCode.NO_CONNECTION,
                        "no agent is at work in "
                                + connection.name()
                                + "; 'ckptctl attach' puts it in, 'ckptctl doctor' looks further")
                : failure;
    }

    private static RemoteJob job(Connection connection, JsonElement entry) {
        JsonObject job = entry.getAsJsonObject();
        return new RemoteJob(
                connection,
                job.get("id").getAsString(),
                job.get("name").getAsString(),
                job.get("objectName").getAsString());
    }

    /**
     * Returns the job of an id, a name, or the beginning of an id.
     *
     * @throws CliFailure if there is none or more than one
     */
    public RemoteJob job(String asked) {
        List<RemoteJob> jobs = jobs();
        List<RemoteJob> found =
                jobs.stream()
                        .filter(job -> job.id().equals(asked) || job.name().equals(asked))
                        .collect(Collectors.toList());
        if (found.isEmpty()) {
            found =
                    jobs.stream()
                            .filter(job -> job.id().startsWith(asked))
                            .collect(Collectors.toList());
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        String ending = silent().isEmpty() ? "" : "\nNot asked:\n" + lines(silent());
        if (!found.isEmpty()) {
            throw new CliFailure(
                    ExitCode.NOT_FOUND,
                    "'" + asked + "' may be any of these jobs:\n" + lines(found) + ending);
        }
        throw new CliFailure(
                ExitCode.NOT_FOUND,
                "there is no job '"
                        + asked
                        + "'"
                        + (jobs.isEmpty()
                                ? ", nor any other: this JobManager may stand by"
                                : "; there are\n" + lines(jobs))
                        + ending);
    }

    private static String lines(List<?> things) {
        return things.stream().map(thing -> "  " + thing).collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        connections.forEach(Connection::close);
    }
}
