// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonObject;
import io.github.ckptctl.cli.remote.Connection;
import io.github.ckptctl.cli.remote.Names;

import java.util.List;

/** Check of an agent that responds. */
final class AgentCheck {

    private final CheckResults findings;

    AgentCheck(CheckResults findings) {
        this.findings = findings;
    }

    void examine(Connection connection) {
        JsonObject agent =
                connection.read(
                        Names.AGENT,
                        List.of(
                                "Version",
                                "FlinkVersion",
                                "FlinkSupported",
                                "StartedBy",
                                "MissingCapabilities",
                                "Jobs",
                                "HookErrors",
                                "LastHookError",
                                "ReadErrors",
                                "LastReadError",
                                "JolokiaUrl",
                                "OtherDoors",
                                "PersistenceLocation",
                                "PersistenceCluster",
                                "PersistenceProblem"));
        String version = JobsJson.text(agent, "Version");
        findings.good(
                "ckptctl "
                        + version
                        + " is at work in "
                        + connection.name()
                        + ", Flink "
                        + JobsJson.text(agent, "FlinkVersion")
                        + " ("
                        + JobsJson.text(agent, "StartedBy")
                        + ")");
        if (!version.equals(VersionCommand.version())) {
            findings.bad(
                    "the agent is " + version + ", this command " + VersionCommand.version(),
                    "use the command of the agent's version");
        }
        for (JsonObject missing : JobsJson.objects(agent, "MissingCapabilities")) {
            String name = JobsJson.text(missing, "name");
            String reason = JobsJson.text(missing, "reason");
            if (missing.has("absent") && JobsJson.is(missing, "absent")) {
                findings.good("no " + name + " here: " + reason);
            } else {
                findings.bad(
                        "cannot: " + name + ", " + reason,
                        "the rest works; docs/flink-support.md has what each Flink allows");
            }
        }
        if (JobsJson.number(agent, "HookErrors") > 0) {
            findings.bad(
                    JobsJson.number(agent, "HookErrors")
                            + " errors were caught inside Flink, the last: "
                            + JobsJson.text(agent, "LastHookError"),
                    "please report it with the stack trace in the JobManager's log; Flink went on");
        }
        if (JobsJson.number(agent, "ReadErrors") > 0) {
            findings.bad(
                    JobsJson.number(agent, "ReadErrors")
                            + " reads of attributes failed and show a default value, the last: "
                            + JobsJson.text(agent, "LastReadError"),
                    "please report it with the stack trace in the JobManager's log");
        }
        String url = JobsJson.text(agent, "JolokiaUrl");
        if (url.isEmpty()) {
            findings.bad(
                    "HTTP is off",
                    "the JobManager's log says why after 'HTTP stays off'; over --pid all works");
        } else {
            findings.good("HTTP at " + url);
        }
        JobsJson.objects(agent, "OtherDoors").forEach(this::examineDoor);
        int jobs = agent.getAsJsonArray("Jobs").size();
        if (jobs == 0) {
            findings.bad(
                    "it has no jobs",
                    "none runs, another JobManager leads (ask that one; --url takes several), or the"
                            + " agent was attached less than a heartbeat ago");
        } else {
            findings.good(jobs == 1 ? "1 job" : jobs + " jobs");
        }
        String cluster = JobsJson.text(agent, "PersistenceCluster");
        findings.good(
                "what is set is kept in: "
                        + JobsJson.text(agent, "PersistenceLocation")
                        + (cluster.isEmpty() ? "" : ", for cluster " + cluster));
        if (!JobsJson.text(agent, "PersistenceProblem").isEmpty()) {
            findings.bad(
                    JobsJson.text(agent, "PersistenceProblem"),
                    "each of several clusters that share a store needs a name of its own: option"
                            + " store.cluster");
        }
    }

    private void examineDoor(JsonObject door) {
        String where = (JobsJson.text(door, "name") + " " + JobsJson.text(door, "address")).trim();
        String leads = where + " leads to these beans too";
        String login = JobsJson.text(door, "login");
        if (login.equals("REQUIRED")) {
            findings.good(leads + ", with a login of its own");
        } else if (!JobsJson.is(door, "changesAllowed")) {
            findings.good(leads + ", to read: changes are closed there (jmx.changes=false)");
        } else {
            findings.bad(
                    leads
                            + (login.equals("NONE")
                                    ? ", without a login: anyone who reaches it may do everything"
                                    : "; without a login anyone who reaches it may do everything"),
                    "give it a login or take it away; the agent's option jmx.changes=false closes"
                            + " changes to all but the agent's own endpoint and Flink's REST port");
        }
    }
}
