// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.remote;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Agents that a command addresses: one, or those of a cluster's JobManagers. */
public final class Agents implements AutoCloseable {

    private final List<Connection> connections;
    private final List<CliException> failures = new ArrayList<>();

    /** Creates the value. */
    public Agents(List<Connection> connections) {
        this.connections = List.copyOf(connections);
    }

    /** Returns the connections, whether or not their other ends respond. */
    public List<Connection> connections() {
        return connections;
    }

    /** Returns the failures of the agents that could not be reached. */
    public List<String> silent() {
        return failures.stream().map(CliException::words).collect(Collectors.toList());
    }

    /**
     * Returns the jobs of all agents that respond, sorted by name.
     *
     * @throws CliException if none responds
     */
    public List<RemoteJob> jobs() {
        failures.clear();
        List<RemoteJob> jobs = new ArrayList<>();
        for (Connection connection : connections) {
            try {
                JsonElement entries = connection.read(Names.AGENT, List.of("Jobs")).get("Jobs");
                entries.getAsJsonArray().forEach(entry -> jobs.add(job(connection, entry)));
            } catch (CliException e) {
                failures.add(noAgent(connection, e));
            }
        }
        if (failures.size() == connections.size()) {
            throw failures.size() == 1
                    ? failures.get(0)
                    : new CliException(
                            failures.get(0).exitCode(),
                            "none of the addresses answers:",
                            indented(silent()));
        }
        jobs.sort(Comparator.comparing(RemoteJob::name).thenComparing(RemoteJob::id));
        return jobs;
    }

    private static CliException noAgent(Connection connection, CliException failure) {
        return failure.exitCode() == ExitCode.NOT_FOUND
                ? new CliException(
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
     * Returns the job with the given id, name, or beginning of an id.
     *
     * @throws CliException if there is none or more than one
     */
    public RemoteJob job(String asked) {
        List<RemoteJob> jobs = jobs();
        List<RemoteJob> found = found(jobs, asked);
        if (found.size() == 1) {
            return found.get(0);
        }
        List<String> list = new ArrayList<>();
        String message = "there is no job '" + RemoteJob.shortened(asked) + "'";
        if (!found.isEmpty()) {
            message =
                    "'"
                            + RemoteJob.shortened(asked)
                            + "' may be any of these jobs; write what stands before its name:";
            found.forEach(job -> list.add("  " + unmistakable(jobs, job) + "  " + job.title()));
        } else if (jobs.isEmpty()) {
            message += ", nor any other: this JobManager may stand by";
        } else {
            message += "; there are";
            list.addAll(indented(jobs));
        }
        if (!silent().isEmpty()) {
            list.add("Not asked:");
            list.addAll(indented(silent()));
        }
        throw new CliException(ExitCode.NOT_FOUND, message, list);
    }

    /** Returns the job with the given id, whatever other jobs are called; empty if it has left. */
    public Optional<RemoteJob> jobOfId(String id) {
        return jobs().stream().filter(job -> job.id().equals(id)).findFirst();
    }

    private static List<RemoteJob> found(List<RemoteJob> jobs, String asked) {
        return jobs.stream().filter(job -> job.isMeantBy(asked)).collect(Collectors.toList());
    }

    /**
     * Returns the longest beginning of a job's id that is neither the name nor the beginning of the
     * id of another job.
     */
    private static String unmistakable(List<RemoteJob> jobs, RemoteJob job) {
        String id = job.id();
        for (int length = id.length(); length > 0; length--) {
            String beginning = id.substring(0, length);
            if (found(jobs, beginning).size() == 1) {
                return beginning;
            }
        }
        return id;
    }

    private static List<String> indented(List<?> things) {
        return things.stream().map(thing -> "  " + thing).collect(Collectors.toList());
    }

    @Override
    public void close() {
        connections.forEach(Connection::close);
    }
}
