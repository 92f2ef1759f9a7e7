// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import io.github.ckptctl.attach.AgentJarFile;
import io.github.ckptctl.attach.AgentOption;
import io.github.ckptctl.attach.AgentOption.Jar;
import io.github.ckptctl.attach.AttachObstacle;
import io.github.ckptctl.cli.flinkhome.AgentOptionText;
import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.remote.Connection;
import io.github.ckptctl.cli.remote.LocalJvm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Check for faults of the JVMs on this machine. */
final class LocalCheck {

    private final CheckResults findings;
    private final boolean ofAnyUser;

    /** Creates the check; it includes other users' JVMs if they may be attached to. */
    LocalCheck(CheckResults findings, boolean ofAnyUser) {
        this.findings = findings;
        this.ofAnyUser = ofAnyUser;
    }

    /** Checks one JVM, or all if the pid is empty. */
    void examine(String pid) {
        try {
            LocalJvm.requireAttach();
            if (!pid.isEmpty()) {
                examine(LocalJvm.of(pid));
                return;
            }
            examine(LocalJvm.all());
        } catch (CliException e) {
            findings.bad(e.words(), "run this command with a JDK, or give --url");
            return;
        }
        shellOptions();
    }

    private void examine(List<LocalJvm> jvms) {
        List<LocalJvm> candidates =
                jvms.stream().filter(LocalJvm::mayHaveAgent).collect(Collectors.toList());
        if (candidates.isEmpty()) {
            findings.bad(
                    LocalJvm.withoutJobManager(),
                    "run this as Flink's user, inside its container, give --pid where a class of its"
                            + " own starts the JobManager, or name the agent with --url");
        }
        candidates.forEach(this::examine);
        jvms.stream().filter(LocalJvm::isTaskManager).forEach(this::examineTaskManager);
    }

    private void examine(LocalJvm jvm) {
        Optional<AttachObstacle> obstacle = jvm.obstacle(ofAnyUser);
        if (jvm.isOtherFlink()) {
            findings.bad(
                    "JVM " + jvm.pid() + " is " + jvm.mainClass() + ", not a JobManager",
                    "the agent has nothing to do there; give the pid of the JobManager");
            return;
        }
        if (obstacle.isPresent()) {
            unreachable(jvm, obstacle.get());
            return;
        }
        findings.good("JVM " + jvm.pid() + " is " + jvm.mainClass());
        try (Connection connection = LocalJvm.connect(jvm.pid(), ofAnyUser)) {
            try {
                new AgentCheck(findings).examine(connection);
            } catch (CliException e) {
                if (e.exitCode() != ExitCode.NOT_FOUND) {
                    throw e;
                }
                absent(jvm, jvm.agents(connection));
            }
        } catch (CliException e) {
            findings.bad(
                    e.words(), "run this as the JobManager's user, in its container, or use --url");
        }
    }

    private void unreachable(LocalJvm jvm, AttachObstacle obstacle) {
        findings.bad(
                "JVM " + jvm + " cannot be attached to: " + obstacle.cause(), obstacle.remedy());
        ours(jvm.agents())
                .ifPresent(option -> findings.good("it was started with the agent: " + option));
    }

    private void absent(LocalJvm jvm, List<AgentOption> agents) {
        String attach = "'ckptctl attach " + jvm.pid() + "'";
        Optional<AgentOption> ours = ours(agents);
        boolean hasBeen = ours.isPresent() || jvm.hasHadAgent(ofAnyUser).orElse(false);
        String gone =
                agents.stream()
                        .filter(agent -> agent.jar() == Jar.GONE)
                        .map(agent -> agent.path() + " is not there any more")
                        .collect(Collectors.joining("; "));
        if (!hasBeen && !jvm.isJobManager() && !jvm.hasJobManager(ofAnyUser).orElse(true)) {
            findings.bad(
                    "there is no JobManager in it, at least so far",
                    "give the pid of a JobManager; without a pid this command lists those it finds");
        } else if (!hasBeen) {
            findings.bad(
                    "it was started without the agent",
                    attach + " puts it in now, 'ckptctl install' for the next start");
        } else {
            findings.bad(
                    (ours.isPresent()
                                    ? "it was started with " + ours.get()
                                    : "the agent has been in it")
                            + ", but no agent is at work",
                    "it has detached, and "
                            + attach
                            + " brings it back; or it never began: look for ckptctl in the"
                            + " JobManager's output and log");
        }
        if (!gone.isEmpty()) {
            findings.bad(
                    "it was started with a -javaagent whose jar is gone: " + gone,
                    "the JobManager does not start again with that option: put the jar back, or change"
                            + " the option");
        }
    }

    private static Optional<AgentOption> ours(List<AgentOption> agents) {
        return agents.stream().filter(agent -> agent.jar() == Jar.OURS).findFirst();
    }

    private void examineTaskManager(LocalJvm jvm) {
        ours(jvm.agents())
                .ifPresent(
                        option ->
                                findings.bad(
                                        "TaskManager " + jvm.pid() + " was started with " + option,
                                        "it does nothing there: use env.java.opts.jobmanager, not .all"
                                                + " or .taskmanager"));
    }

    private void shellOptions() {
        String variable = System.getenv("FLINK_ENV_JAVA_OPTS_JM");
        if (variable == null) {
            return;
        }
        boolean isIn = false;
        for (AgentOptionText option : AgentOptionText.in(variable)) {
            Path jar = option.file().filter(Files::isReadable).orElse(null);
            if (jar == null) {
                findings.bad(
                        "FLINK_ENV_JAVA_OPTS_JM names " + option.path() + ", which cannot be read",
                        "a JVM with that option does not start: put the jar there");
                return;
            }
            isIn |= AgentJarFile.at(jar).isPresent();
        }
        if (!isIn) {
            findings.bad(
                    "FLINK_ENV_JAVA_OPTS_JM is set here, without the agent",
                    "Flink's scripts then do not read env.java.opts.jobmanager: add the option to the"
                            + " variable");
        }
    }
}
