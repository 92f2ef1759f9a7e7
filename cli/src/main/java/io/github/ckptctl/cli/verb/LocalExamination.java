// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.verb;

import io.github.ckptctl.cli.outcome.CliFailure;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.remote.Connection;
import io.github.ckptctl.cli.remote.LocalJvm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Looks at the JVMs on this machine. */
final class LocalExamination {

    private static final Pattern OPTION =
            Pattern.compile("-javaagent:([^ =]*ckptctl[^ =]*)(?:=(\\S*))?");

    private final Findings findings;
    private final boolean ofAnyUser;

    /** Examines, other users' JVMs too if they may be attached to. */
    LocalExamination(Findings findings, boolean ofAnyUser) {
        this.findings = findings;
        this.ofAnyUser = ofAnyUser;
    }

    /** Looks into one JVM, or all where the pid is empty. */
    void examine(String pid) {
        List<LocalJvm> jvms;
        try {
            jvms = LocalJvm.all();
        } catch (CliFailure e) {
            findings.bad(e.words(), "run this command with a JDK, or give --url");
            return;
        }
        if (!pid.isEmpty()) {
            examineOne(jvms, pid);
            return;
        }
        List<LocalJvm> jobManagers =
                jvms.stream().filter(LocalJvm::isJobManager).collect(Collectors.toList());
        if (jobManagers.isEmpty()) {
            findings.bad(
                    "no JobManager of this user runs on this machine ("
                            + jvms.size()
                            + " other JVMs are visible)",
                    "run this as Flink's user, inside its container, or name the agent with --url");
        }
        jobManagers.forEach(this::examine);
        jvms.stream().filter(LocalJvm::isTaskManager).forEach(this::examineTaskManager);
        shellOptions();
    }

    private void examineOne(List<LocalJvm> jvms, String pid) {
        List<LocalJvm> named =
                jvms.stream().filter(jvm -> jvm.pid().equals(pid)).collect(Collectors.toList());
        if (named.isEmpty()) {
            findings.bad(
                    "no JVM " + pid + " of this user is visible",
                    "check the pid, and run this as Flink's user, inside its container");
        }
        named.forEach(this::examine);
    }

    private void examine(LocalJvm jvm) {
        findings.good("JVM " + jvm.pid() + " is " + jvm.mainClass());
        try {
            String option = option(jvm);
            try (Connection connection = LocalJvm.connect(jvm.pid(), ofAnyUser)) {
                new AgentExamination(findings).examine(connection);
            } catch (CliFailure e) {
                if (e.exitCode() != ExitCode.NOT_FOUND) {
                    throw e;
                }
                absent(jvm, option);
            }
        } catch (CliFailure e) {
            findings.bad(
                    e.words(), "run this as the JobManager's user, in its container, or use --url");
        }
    }

    private void absent(LocalJvm jvm, String option) {
        if (option.isEmpty()) {
            findings.bad(
                    "it was started without the agent",
                    "'ckptctl attach "
                            + jvm.pid()
                            + "' puts it in now, 'ckptctl install' for the next start");
        } else {
            findings.bad(
                    "it was started with " + option + ", but no agent is at work",
                    "it has stood down, and 'ckptctl attach "
                            + jvm.pid()
                            + "' brings it back; or it never began: look for ckptctl in the"
                            + " JobManager's output and log");
        }
    }

    private void examineTaskManager(LocalJvm jvm) {
        try {
            String option = option(jvm);
            if (!option.isEmpty()) {
                findings.bad(
                        "TaskManager " + jvm.pid() + " was started with " + option,
                        "it does nothing there: use env.java.opts.jobmanager, not .all or"
                                + " .taskmanager");
            }
        } catch (CliFailure e) {
            // what a TaskManager was started with does not matter that much
        }
    }

    private String option(LocalJvm jvm) {
        Matcher option = OPTION.matcher(jvm.options(ofAnyUser));
        return option.find() ? option.group() : "";
    }

    private void shellOptions() {
        String variable = System.getenv("FLINK_ENV_JAVA_OPTS_JM");
        if (variable == null) {
            return;
        }
        Matcher option = OPTION.matcher(variable);
        if (!option.find()) {
            findings.bad(
                    "FLINK_ENV_JAVA_OPTS_JM is set here, without the agent",
                    "Flink's scripts then do not read env.java.opts.jobmanager: add the option to the"
                            + " variable");
            return;
        }
        Path jar = Paths.get(option.group(1));
        if (!Files.isReadable(jar)) {
            findings.bad(
                    "FLINK_ENV_JAVA_OPTS_JM names " + jar + ", which cannot be read",
                    "a JVM with that option does not start: put the jar there");
        }
    }
}
